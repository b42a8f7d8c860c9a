package io.multiraft.client;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.multiraft.proto.multiraft.map.v1.Entry;
import io.multiraft.proto.multiraft.map.v1.Event;
import io.multiraft.proto.multiraft.map.v1.EventsOutput;
import io.multiraft.proto.multiraft.map.v1.EventsRequest;
import io.multiraft.proto.multiraft.map.v1.EventsResponse;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The event streams of a {@link FakeCluster}, whose outputs are kept for ever. */
final class FakeEvents {

    private final Map<List<Long>, Listener> listeners = new LinkedHashMap<>();

    private static final class Listener {
        final long serviceId;
        final String key;
        final List<EventsResponse> outputs = new ArrayList<>();
        int attempts;
        ServerCallStreamObserver<EventsResponse> observer;

        Listener(long serviceId, String key) {
            this.serviceId = serviceId;
            this.key = key;
        }

        void output(PartitionResponseHeaders headers, EventsOutput output) {
            EventsResponse response =
                    EventsResponse.newBuilder()
                            .setHeaders(
                                    FakeCounterEndpoint.command(headers).toBuilder()
                                            .setOutputSequenceNum(outputs.size() + 1))
                            .setOutput(output)
                            .build();
            outputs.add(response);
            send(response);
        }

        void send(EventsResponse response) {
            if (isOpen()) {
                observer.onNext(response);
            }
        }

        boolean isOpen() {
            return observer != null && !observer.isCancelled();
        }
    }

    /** A command that is known goes on where it is told, from its beginning. */
    synchronized void listen(
            EventsRequest request,
            Iterable<Entry> entries,
            StreamObserver<EventsResponse> observer) {
        CommandRequestHeaders headers = request.getHeaders();
        long sessionId = headers.getOperation().getSession().getSession().getSessionId();
        List<Long> command = List.of(sessionId, headers.getCommandSequenceNum());
        Listener known = listeners.get(command);
        Listener listener =
                known != null
                        ? known
                        : new Listener(
                                headers.getOperation().getSession().getServiceId(),
                                request.getInput().getKey());
        listener.attempts++;
        listener.observer = (ServerCallStreamObserver<EventsResponse>) observer;
        listener.observer.setOnCancelHandler(() -> {});
        if (known != null) {
            known.outputs.forEach(known::send);
            return;
        }
        listeners.put(command, listener);
        listener.output(ok(), EventsOutput.getDefaultInstance());
        if (request.getInput().getReplay()) {
            entries.forEach(entry -> listener.output(ok(), event(Event.Type.REPLAY, entry)));
        }
    }

    synchronized void publish(long serviceId, Event.Type type, Entry entry) {
        for (Listener listener : listeners.values()) {
            boolean about = listener.key.isEmpty() || listener.key.equals(entry.getKey());
            if (about && listener.serviceId == serviceId) {
                listener.output(ok(), event(type, entry));
            }
        }
    }

    /** Connections break. */
    synchronized void cut() {
        for (Listener listener : listeners.values()) {
            if (listener.isOpen()) {
                listener.observer.onError(Status.UNAVAILABLE.asRuntimeException());
                listener.observer = null;
            }
        }
    }

    /** The cluster ends them, as the last output. */
    synchronized void refuse(PartitionResponseHeaders why) {
        listeners
                .values()
                .forEach(listener -> listener.output(why, EventsOutput.getDefaultInstance()));
    }

    /** The cluster ends them, as it should be. */
    synchronized void complete() {
        listeners.values().forEach(listener -> listener.observer.onCompleted());
    }

    /** How often somebody began to listen to one key. */
    synchronized int attempts(String key) {
        return listeners.values().stream()
                .filter(listener -> listener.key.equals(key))
                .mapToInt(listener -> listener.attempts)
                .sum();
    }

    /** Whether anybody reads what would be sent now. */
    synchronized boolean isRead() {
        return listeners.values().stream()
                .anyMatch(listener -> listener.isOpen() && listener.observer.isReady());
    }

    synchronized boolean areClosed() {
        return listeners.values().stream().noneMatch(Listener::isOpen);
    }

    private static EventsOutput event(Event.Type type, Entry entry) {
        return EventsOutput.newBuilder()
                .setEvent(Event.newBuilder().setType(type).setEntry(entry))
                .build();
    }

    private static PartitionResponseHeaders ok() {
        return FakeCluster.status(PartitionResponseHeaders.Status.OK, "");
    }
}
