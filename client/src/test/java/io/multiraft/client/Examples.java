package io.multiraft.client;

import io.grpc.Channel;
import io.multiraft.client.errors.ConflictException;
import io.multiraft.client.errors.IndeterminateException;
import io.multiraft.client.errors.LimitReachedException;
import io.multiraft.client.errors.SessionEndedException;
import io.multiraft.client.errors.UnavailableException;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The examples of the Javadoc, each of which is somewhere in here, word by word. */
final class Examples {

    private Examples() {}

    static void firstSteps(String endpoint) {
        try (var client = MultiRaftClient.builder().endpoints(endpoint).build();
                var session = client.openSession(SessionOptions.unnamed())) {
            long orders = session.counter("orders").increment(1);
        }
    }

    static MultiRaftClient settings(String host, int port) {
        MultiRaftClient client =
                MultiRaftClient.builder()
                        .service(host, port)
                        .deadline(Duration.ofSeconds(5))
                        .namespace("shop")
                        .build();
        return client;
    }

    static MultiRaftClient tls(String endpoint, Path ca, Path certificate, Path key) {
        MultiRaftClient client =
                MultiRaftClient.builder()
                        .endpoints(endpoint)
                        .tls(TlsOptions.trusting(ca).presenting(certificate, key))
                        .build();
        return client;
    }

    static Session onEnd(MultiRaftClient client) {
        Session session = client.openSession(SessionOptions.unnamed());
        session.onEnd(end -> System.err.println(end.reason() + ": " + end.message()));
        return session;
    }

    static Session named(MultiRaftClient client) {
        Session session =
                client.openSession(
                        SessionOptions.named("worker")
                                .withLabels(Map.of("app", "shop"))
                                .withTimeout(Duration.ofSeconds(15)));
        return session;
    }

    static void attach(MultiRaftClient client) {
        Session session = client.openSession(SessionOptions.named("worker").attaching());
        for (SessionLease lease : session.leases()) {
            System.out.println(lease.partitionId() + " is held since epoch " + lease.epoch());
        }
    }

    static long counter(Session session) {
        Counter seats = session.counter("seats");
        long taken = seats.increment(1);
        if (taken > 40) {
            seats.decrement(1);
        }
        return taken;
    }

    static CompletionStage<Long> asyncCounter(Session session) {
        CompletionStage<Long> both =
                session.counter("seats")
                        .async()
                        .increment(1)
                        .thenCombine(session.counter("guests").async().increment(2), Long::sum);
        return both;
    }

    static VersionedMap<String, String> map(Session session) {
        VersionedMap<String, String> colours =
                session.map("colours", Codec.identity(), Codec.utf8());
        colours.put("sky", "blue");
        Versioned<String> sky = colours.get("sky").orElseThrow();
        try {
            colours.update("sky", "grey", sky.version());
        } catch (ConflictException e) {
            System.err.println("somebody else was faster: " + e.getMessage());
        }
        return colours;
    }

    static CompletionStage<Optional<Versioned<String>>> asyncMap(
            VersionedMap<String, String> colours) {
        CompletionStage<Optional<Versioned<String>>> sea =
                colours.async()
                        .put("sea", "green")
                        .thenCompose(version -> colours.async().get("sea"));
        return sea;
    }

    static void events(VersionedMap<String, String> colours) {
        colours.events()
                .withReplay()
                .subscribe(
                        new Flow.Subscriber<>() {
                            private Flow.Subscription subscription;

                            @Override
                            public void onSubscribe(Flow.Subscription to) {
                                subscription = to;
                                subscription.request(1);
                            }

                            @Override
                            public void onNext(MapEvent<String, String> event) {
                                System.out.println(event.type() + " " + event.key());
                                subscription.request(1);
                            }

                            @Override
                            public void onError(Throwable error) {
                                System.err.println("no more events: " + error.getMessage());
                            }

                            @Override
                            public void onComplete() {}
                        });
    }

    static VersionedMap<UUID, Long> codec(Session session) {
        Codec<UUID, String> ids = Codec.of(UUID::toString, UUID::fromString);
        VersionedMap<UUID, Long> stock = session.map("stock", ids, Codec.int64());
        return stock;
    }

    static void partition(Channel channel) {
        PartitionClient partition = PartitionClient.over(channel, 1, Duration.ofSeconds(2));
        OpenSessionOutput opened =
                partition.openSession(OpenSessionInput.getDefaultInstance()).join();
        partition.closeSession(opened.getSessionId()).join();
    }

    static void errors(Counter orders) {
        try {
            orders.increment(1);
        } catch (UnavailableException | LimitReachedException e) {
            System.err.println("try again later: " + e.getMessage());
        } catch (IndeterminateException e) {
            System.err.println("may have happened, at " + orders.get());
        } catch (SessionEndedException e) {
            System.err.println("open another session: " + e.getMessage());
        }
    }
}
