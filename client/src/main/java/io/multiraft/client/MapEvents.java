package io.multiraft.client;

import io.multiraft.client.errors.InvalidException;
import io.multiraft.proto.multiraft.map.v1.Event;
import io.multiraft.proto.multiraft.map.v1.EventsInput;
import io.multiraft.proto.multiraft.map.v1.EventsRequest;
import io.multiraft.proto.multiraft.map.v1.EventsResponse;
import io.multiraft.proto.multiraft.map.v1.MapGrpc;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * The changes of a map: each is delivered once, and those of a key in their order; between keys
 * there is an order only where they live in the same partition. Immutable.
 *
 * <p>Each subscriber has streams of its own, in the session of the map. {@code onSubscribe} comes
 * once they stand, so every change that begins after it is delivered. They go on while leaders come
 * and go, until the subscriber cancels ({@code onError} otherwise):
 *
 * <ul>
 *   <li>{@link io.multiraft.client.errors.SessionEndedException}: the session is over
 *   <li>{@link io.multiraft.client.errors.LimitReachedException}: the subscriber took so little for
 *       so long that the cluster gave up keeping events for it
 *   <li>{@link InvalidException}: an event cannot be decoded, or there are too many entries to
 *       replay
 *   <li>{@link io.multiraft.client.errors.UnavailableException}: nobody served it when it began, or
 *       the cluster ended it
 * </ul>
 *
 * <p>A subscriber that requests little slows its streams down: for each partition some hundred
 * events wait for it here, of at most some megabytes.
 *
 * <pre>{@code
 * colours.events()
 *         .withReplay()
 *         .subscribe(
 *                 new Flow.Subscriber<>() {
 *                     private Flow.Subscription subscription;
 *
 *                     @Override
 *                     public void onSubscribe(Flow.Subscription to) {
 *                         subscription = to;
 *                         subscription.request(1);
 *                     }
 *
 *                     @Override
 *                     public void onNext(MapEvent<String, String> event) {
 *                         System.out.println(event.type() + " " + event.key());
 *                         subscription.request(1);
 *                     }
 *
 *                     @Override
 *                     public void onError(Throwable error) {
 *                         System.err.println("no more events: " + error.getMessage());
 *                     }
 *
 *                     @Override
 *                     public void onComplete() {}
 *                 });
 * }</pre>
 */
public final class MapEvents<K, V> implements Flow.Publisher<MapEvent<K, V>> {

    private final AsyncVersionedMap<K, V> map;
    private final Collection<ServiceHandle> services;
    private final EventsInput input;

    MapEvents(AsyncVersionedMap<K, V> map, Collection<ServiceHandle> services, EventsInput input) {
        this.map = map;
        this.services = services;
        this.input = input;
    }

    /** Only those of one entry. */
    public MapEvents<K, V> of(K key) {
        String written = map.codec().key(key);
        return new MapEvents<>(
                map, List.of(map.serviceOf(written)), input.toBuilder().setKey(written).build());
    }

    /**
     * The entries as they are first, as {@code REPLAYED}; for maps of less than 65,536 entries in
     * each partition.
     */
    public MapEvents<K, V> withReplay() {
        return new MapEvents<>(map, services, input.toBuilder().setReplay(true).build());
    }

    @Override
    public void subscribe(Flow.Subscriber<? super MapEvent<K, V>> subscriber) {
        EventSubscription<EventsResponse, MapEvent<K, V>> subscription =
                new EventSubscription<>(map.shell(), subscriber, this::decoded);
        List<PartitionStream<EventsRequest, EventsResponse>> streams =
                services.stream().map(service -> stream(service, subscription)).toList();
        subscription.start(streams);
    }

    private PartitionStream<EventsRequest, EventsResponse> stream(
            ServiceHandle service, EventSubscription<EventsResponse, ?> subscription) {
        return service.stream(
                MapGrpc.getEventsMethod(),
                headers -> EventsRequest.newBuilder().setHeaders(headers).setInput(input).build(),
                EventsResponse::getHeaders,
                subscription);
    }

    private MapEvent<K, V> decoded(EventsResponse response) {
        Event event = response.getOutput().getEvent();
        Versioned<V> versioned = map.codec().versioned(event.getEntry());
        return new MapEvent<>(
                type(event),
                map.codec().keyOf(event.getEntry()),
                versioned.value(),
                versioned.version());
    }

    private static MapEvent.Type type(Event event) {
        return switch (event.getType()) {
            case REPLAY -> MapEvent.Type.REPLAYED;
            case INSERT -> MapEvent.Type.INSERTED;
            case UPDATE -> MapEvent.Type.UPDATED;
            case REMOVE -> event.getExpired() ? MapEvent.Type.EXPIRED : MapEvent.Type.REMOVED;
            case NONE, UNRECOGNIZED ->
                    throw new InvalidException(
                            "an event of type "
                                    + event.getTypeValue()
                                    + ": this client is too old for the cluster");
        };
    }
}
