package io.multiraft.node.raft;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the lead of this node's partitions to others before it goes, all at the same time. */
final class HandOver {

    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);
    private static final Duration ATTEMPT = Duration.ofSeconds(2);

    /** A hand-over fails when its successor goes away, or amid an election: then to another. */
    private static final int ATTEMPTS = 3;

    /** All attempts together. */
    static final Duration LONGEST = ATTEMPT.multipliedBy(ATTEMPTS);

    private HandOver() {}

    static void of(List<RaftReplica> replicas) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            CompletableFuture<?>[] running =
                    replicas.stream()
                            .filter(RaftReplica::hasSuccessor)
                            .map(replica -> replica.transferLeadership("", ATTEMPT))
                            .map(stage -> stage.toCompletableFuture())
                            .toArray(CompletableFuture<?>[]::new);
            if (running.length == 0) {
                return;
            }
            await(CompletableFuture.allOf(running));
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private static void await(CompletableFuture<?> all) {
        try {
            all.get(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            LOG.info("A partition has no new leader yet: {}", e.getCause().getMessage());
        } catch (TimeoutException e) {
            LOG.info("A partition has no new leader after {}", ATTEMPT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
