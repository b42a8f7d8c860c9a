package io.multiraft.e2e.history;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Everything that clients did, in no particular order: each operation has its own times. */
final class History {

    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger definite = new AtomicInteger();

    /** Performs an operation and writes it down. */
    Answer record(
            String model, String object, int client, Target target, String name, Values input) {
        long call = System.nanoTime();
        Answer answer = target.perform(name, input);
        long returned = System.nanoTime();
        operations.add(
                new Operation(
                        model,
                        object,
                        client,
                        name,
                        input,
                        answer.outcome(),
                        answer.output(),
                        answer.error(),
                        call,
                        returned));
        if (answer.definite()) {
            definite.incrementAndGet();
        }
        return answer;
    }

    /** Operations that began at that time or later, and were answered. */
    long answeredOfThoseSince(long nanoTime) {
        return operations.stream()
                .filter(operation -> operation.call() - nanoTime >= 0)
                .filter(operation -> Answer.isDefinite(operation.outcome()))
                .count();
    }

    /** Operations that the cluster has answered so far. */
    int answered() {
        return definite.get();
    }

    /** Writes them as lines of JSON. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (Operation operation : operations) {
                writer.write(Serialization.asJson(operation));
                writer.newLine();
            }
        }
    }
}
