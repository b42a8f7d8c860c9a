package io.multiraft.kubectl.command;

import com.google.protobuf.Timestamp;
import io.multiraft.proto.node.v1.SessionDetail;
import io.multiraft.proto.runtime.v1.SessionMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A session with its parts in the partitions.
 *
 * @param name that of its parts
 */
record SessionRow(String name, List<Part> parts) {

    /** The part of a session in one partition. */
    record Part(int partition, SessionDetail detail) {

        /** As it was opened, or {@code partition-id} for one without a name. */
        String sessionName() {
            String name = detail.getSession().getMeta().getId().getName();
            return name.isEmpty()
                    ? partition + "-" + Long.toUnsignedString(detail.getSessionId())
                    : name;
        }

        /** What is left until it ends unless it is kept alive; null without a deadline. */
        Duration left(Instant now) {
            if (!detail.hasDeadline() || detail.getState() != SessionDetail.State.OPEN) {
                return null;
            }
            Timestamp deadline = detail.getDeadline();
            Instant end = Instant.ofEpochSecond(deadline.getSeconds(), deadline.getNanos());
            return Duration.between(now, end).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        }
    }

    String kind() {
        return first().getSession().getSpec().getKind();
    }

    Map<String, String> labels() {
        SessionMeta meta = first().getSession().getMeta();
        return new TreeMap<>(meta.getLabelsMap());
    }

    /** OPEN as long as a part is. */
    String state() {
        return parts.stream()
                .map(part -> part.detail().getState())
                .min(Comparator.naturalOrder())
                .orElseThrow()
                .toString();
    }

    List<Integer> partitions() {
        return parts.stream().map(Part::partition).toList();
    }

    long epoch() {
        return parts.stream().mapToLong(part -> part.detail().getEpoch()).max().orElse(0);
    }

    int services() {
        return parts.stream().mapToInt(part -> part.detail().getServiceCount()).sum();
    }

    int pending() {
        return parts.stream().mapToInt(part -> part.detail().getPendingCommandCount()).sum();
    }

    Duration timeout() {
        return Duration.ofSeconds(
                first().getTimeout().getSeconds(), first().getTimeout().getNanos());
    }

    /** That of the part that ends first; null when none has a deadline. */
    Duration left(Instant now) {
        return parts.stream()
                .map(part -> part.left(now))
                .filter(left -> left != null)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private SessionDetail first() {
        return parts.get(0).detail();
    }
}
