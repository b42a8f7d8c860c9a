package io.multiraft.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannelBuilder;
import io.multiraft.client.errors.InvalidException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Settings of a client; where the nodes are is the only one without a default. Each method throws
 * an {@link InvalidException} for what makes no sense.
 *
 * <pre>{@code
 * MultiRaftClient client =
 *         MultiRaftClient.builder()
 *                 .service("sample", 5678)
 *                 .deadline(Duration.ofSeconds(5))
 *                 .namespace("shop")
 *                 .build();
 * }</pre>
 */
public final class MultiRaftClientBuilder {

    /** A name that means nothing here may mean something once the network has changed. */
    private static final long UNKNOWN_NAME_MILLIS = 60_000;

    private static final Duration DEADLINE_MAX = Duration.ofDays(365);

    private final NameLookups lookups;
    private Supplier<List<String>> endpoints;
    private ServiceEndpoints service;
    private Duration deadline = Duration.ofSeconds(10);
    private String namespace = "default";
    private Executor callbacks = ForkJoinPool.commonPool();
    private Function<String, ManagedChannelBuilder<?>> channels;
    private TlsOptions tls;

    MultiRaftClientBuilder() {
        this(NameLookups.ofThisHost());
    }

    MultiRaftClientBuilder(NameLookups lookups) {
        this.lookups = lookups;
    }

    /** {@code host:port} of some nodes, or of something before them: any node serves all. */
    public MultiRaftClientBuilder endpoints(String... hostsAndPorts) {
        List<String> shuffled = new ArrayList<>();
        for (String text : given("endpoints", hostsAndPorts)) {
            shuffled.add(Endpoint.parse(text).toString());
        }
        Collections.shuffle(shuffled);
        return endpoints(() -> shuffled);
    }

    /**
     * Endpoints that come and go.
     *
     * @param discovery called after every failed attempt, on the client's thread: must not block
     */
    public MultiRaftClientBuilder endpoints(Supplier<List<String>> discovery) {
        endpoints = given("endpoints", discovery);
        service = null;
        return this;
    }

    /**
     * All addresses that DNS has for a name, such as that of a Kubernetes Service: {@code sample},
     * {@code sample.shop} from another namespace. A Service without a cluster IP, as {@code
     * sample-members}, names every node, so the client goes on with another one when one dies. They
     * are looked up when the client is built, which waits up to 2 s for that, and after failures.
     */
    public MultiRaftClientBuilder service(String name, int port) {
        service = new ServiceEndpoints(lookups, new Endpoint(name, port));
        endpoints = service;
        return this;
    }

    /** Encrypts connections; default: they are plain text. */
    public MultiRaftClientBuilder tls(TlsOptions value) {
        tls = given("tls", value);
        return this;
    }

    /** Time for an operation with all its attempts; default 10 s. */
    public MultiRaftClientBuilder deadline(Duration value) {
        deadline = given("deadline", value);
        return this;
    }

    /** Namespace of the primitives' names; default {@code default}. */
    public MultiRaftClientBuilder namespace(String value) {
        namespace = given("namespace", value);
        return this;
    }

    /** Where stages complete and listeners are called; default the common pool. */
    public MultiRaftClientBuilder callbacks(Executor value) {
        callbacks = given("callbacks", value);
        return this;
    }

    /** How to connect to an address, for what no other setting can do. */
    public MultiRaftClientBuilder channels(Function<String, ManagedChannelBuilder<?>> value) {
        channels = given("channels", value);
        return this;
    }

    public MultiRaftClient build() {
        if (service != null) {
            service.awaitFirst();
        }
        if (endpoints == null || endpoints.get().isEmpty()) {
            throw new InvalidException("no endpoints; expected at least one host:port");
        }
        if (deadline.compareTo(Duration.ofMillis(1)) < 0 || deadline.compareTo(DEADLINE_MAX) > 0) {
            throw new InvalidException("deadline " + deadline + ": expected 1 ms to 365 days");
        }
        if (tls != null && channels != null) {
            throw new InvalidException(
                    "tls and channels: expected one of them; channels say all of a connection");
        }
        return new MultiRaftClient(this);
    }

    private static <T> T given(String what, T value) {
        if (value == null) {
            throw new InvalidException(what + " null: expected a value, or the default");
        }
        return value;
    }

    Supplier<List<String>> endpoints() {
        return endpoints;
    }

    Duration deadline() {
        return deadline;
    }

    String namespace() {
        return namespace;
    }

    Executor callbacks() {
        return callbacks;
    }

    Function<String, ManagedChannelBuilder<?>> channels() {
        if (channels != null) {
            return channels;
        }
        if (tls == null) {
            return address -> ManagedChannelBuilder.forTarget(address).usePlaintext();
        }
        ChannelCredentials credentials = tls.credentials();
        String authority = tls.authority();
        ServiceEndpoints known = service;
        return address -> {
            ManagedChannelBuilder<?> channel = Grpc.newChannelBuilder(address, credentials);
            if (authority != null) {
                channel.overrideAuthority(authority);
            } else if (known != null && known.has(address)) {
                channel.overrideAuthority(known.name());
            }
            return channel;
        };
    }

    /**
     * Whether a name of a leader means something here; names for own channels may mean anything.
     */
    Predicate<String> hints() {
        return channels != null
                ? address -> true
                : address ->
                        !lookups.addresses(Endpoint.parse(address).host(), UNKNOWN_NAME_MILLIS)
                                .isEmpty();
    }
}
