package io.multiraft.operator.plan;

import io.multiraft.operator.api.Session;
import java.util.List;

/**
 * What is to be done so that objects show the sessions of clients.
 *
 * @param creations oldest session first
 * @param deletions objects whose session has ended, or is not to be shown
 * @param mirrored how many are shown once that is done
 */
public record MirrorPlan(List<Session> creations, List<Session> deletions, Mirrored mirrored) {

    public MirrorPlan {
        creations = List.copyOf(creations);
        deletions = List.copyOf(deletions);
    }

    /**
     * How much of what could be shown is.
     *
     * @param shown sessions with an object
     * @param hidden sessions without one because of the cap; of those that have a name at most so
     *     many, for each is counted on every partition it lives on
     * @param refused sessions whose name is that of another object, or that the API server does not
     *     take
     */
    public record Mirrored(int shown, long hidden, int refused) {

        public boolean complete() {
            return hidden == 0 && refused == 0;
        }

        /** Of the cluster's condition. */
        public String reason() {
            if (hidden > 0) {
                return "CapReached";
            }
            return refused > 0 ? "NotAllAccepted" : "AllShown";
        }

        /** Without numbers while all is well: each that changes would have to be written. */
        public String message() {
            if (complete()) {
                return "every open session that is to be shown has an object";
            }
            StringBuilder message =
                    new StringBuilder("%d sessions of clients are shown".formatted(shown));
            if (hidden > 0) {
                message.append(
                        "; at most %d more are not: the operator's --mirrored-sessions-max is reached"
                                .formatted(hidden));
            }
            if (refused > 0) {
                message.append(
                        "; %d are not, as another object has their name or the API server refuses theirs"
                                .formatted(refused));
            }
            return message.toString();
        }
    }
}
