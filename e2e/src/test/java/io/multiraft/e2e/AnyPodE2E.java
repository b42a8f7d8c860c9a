package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.ReflectionClient;
import io.multiraft.e2e.support.TestBed;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A client without any code of ours, at each pod and at the Service: all serve all. */
@EndToEnd
@Order(20)
class AnyPodE2E {

    private static final String PARTITION = "atomix.multiraft.v1.Partition";
    private static final String COUNTER = "atomix.multiraft.counter.v1.Counter";

    @Test
    void everyPodAndTheServiceOpenASessionAndIncrementTheSameCounter(TestBed bed) {
        List<String> addresses =
                new ArrayList<>(
                        Await.soon("the addresses of three pods")
                                .until(bed.sample()::endpoints, known -> known.size() == 3));
        addresses.add(bed.sample().service());
        String name = "any-pod-" + System.currentTimeMillis();
        for (int partitionId = 1; partitionId <= TestBed.PARTITIONS; partitionId++) {
            for (int i = 0; i < addresses.size(); i++) {
                assertThat(increment(addresses.get(i), partitionId, name))
                        .as("at %s, partition %d", addresses.get(i), partitionId)
                        .isEqualTo(i + 1);
            }
        }
    }

    private static long increment(String address, int partitionId, String name) {
        try (ReflectionClient client = new ReflectionClient(address)) {
            assertThat(client.services()).contains(PARTITION, COUNTER);
            DynamicMessage opened =
                    client.call(
                            PARTITION,
                            "OpenSession",
                            "headers { partition_id: %d } input { timeout { seconds: 30 } }"
                                    .formatted(partitionId));
            long sessionId = number(opened, "session_id");
            String session =
                    "partition { partition_id: %d } session_id: %d"
                            .formatted(partitionId, sessionId);
            DynamicMessage created =
                    client.call(
                            COUNTER,
                            "Create",
                            "headers { %s } input { namespace: 'default' name: '%s' }"
                                    .formatted(session, name));
            DynamicMessage incremented =
                    client.call(
                            COUNTER,
                            "Increment",
                            "headers { operation { session { session { %s } service_id: %d } } } input { delta: 1 }"
                                    .formatted(session, number(created, "service_id")));
            client.call(
                    PARTITION,
                    "CloseSession",
                    "headers { partition_id: %d } input { session_id: %d }"
                            .formatted(partitionId, sessionId));
            return number(incremented, "value");
        }
    }

    /** A number in the output of an answer whose status is OK. */
    private static long number(DynamicMessage answer, String field) {
        String text = TextFormat.printer().printToString(answer);
        assertThat(text).contains("status: OK");
        Matcher matcher = Pattern.compile("\\b" + field + ": ([0-9]+)").matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
