package io.multiraft.e2e.history;

import com.google.protobuf.ByteString;
import io.multiraft.client.Counter;
import io.multiraft.client.Versioned;
import io.multiraft.client.VersionedMap;
import io.multiraft.client.errors.ConflictException;
import io.multiraft.client.errors.IndeterminateException;
import io.multiraft.client.errors.LimitReachedException;
import io.multiraft.client.errors.UnavailableException;
import java.util.Optional;
import java.util.function.Supplier;

/** Objects through the client library, which repeats until its deadline and numbers commands. */
final class Library {

    private Library() {}

    static Target counter(Counter counter) {
        return (operation, input) ->
                answer(
                        () ->
                                switch (operation) {
                                    case "get" -> number(counter.get());
                                    case "set" -> number(counter.set(input.number()));
                                    case "increment" -> number(counter.increment(input.number()));
                                    case "decrement" -> number(counter.decrement(input.number()));
                                    case "compare-and-set" ->
                                            counter.compareAndSet(input.compare(), input.number())
                                                    ? Answer.ok(Values.NONE)
                                                    : Answer.refused("conflict", "");
                                    default -> throw new IllegalArgumentException(operation);
                                });
    }

    static Target entry(VersionedMap<String, ByteString> map, String key) {
        return (operation, input) -> {
            ByteString text = ByteString.copyFromUtf8(input.text());
            return answer(
                    () ->
                            switch (operation) {
                                case "get" -> entry(map.get(key));
                                case "put" -> version(map.put(key, text));
                                case "insert" -> version(map.insert(key, text));
                                case "update" -> version(map.update(key, text, input.version()));
                                case "remove" -> entry(map.remove(key));
                                default -> throw new IllegalArgumentException(operation);
                            });
        };
    }

    /** What the library promises of each failure; any other is a failure of the test. */
    private static Answer answer(Supplier<Answer> call) {
        try {
            return call.get();
        } catch (ConflictException e) {
            return Answer.refused("conflict", e.getMessage());
        } catch (IndeterminateException e) {
            return Answer.unknown(e);
        } catch (UnavailableException | LimitReachedException e) {
            return Answer.failed(e);
        }
    }

    private static Answer number(long value) {
        return Answer.ok(Values.number(value));
    }

    private static Answer version(long version) {
        return Answer.ok(Values.written("", version));
    }

    private static Answer entry(Optional<Versioned<ByteString>> entry) {
        return entry.map(
                        found ->
                                Answer.ok(
                                        Values.written(
                                                found.value().toStringUtf8(), found.version())))
                .orElseGet(() -> Answer.refused("absent", ""));
    }
}
