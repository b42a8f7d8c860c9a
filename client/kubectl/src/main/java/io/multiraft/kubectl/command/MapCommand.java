package io.multiraft.kubectl.command;

import com.google.protobuf.ByteString;
import io.multiraft.client.MapEvent;
import io.multiraft.client.MapEvents;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.client.Versioned;
import io.multiraft.client.VersionedMap;
import io.multiraft.kubectl.connect.Nodes;
import io.multiraft.kubectl.print.Table;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code map OPERATION NAME}. */
@Command(
        addMethodSubcommands = false,
        description = "Reads or changes a map, which is made when there is none of the name.")
public final class MapCommand extends Printing {

    /** What to do with it. */
    enum Operation {
        GET,
        PUT,
        RM,
        LS,
        WATCH
    }

    private record Row(String key, ByteString value, long version) {}

    @Parameters(index = "0", paramLabel = "OPERATION", description = "${COMPLETION-CANDIDATES}")
    private Operation operation;

    @Parameters(index = "1", paramLabel = "NAME", description = "of the map")
    private String name;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "KEY",
            description =
                    "for GET, PUT and RM; with LS only keys that start so, with WATCH this one")
    private String key;

    @Parameters(index = "3", arity = "0..1", paramLabel = "VALUE", description = "for PUT")
    private String value;

    @Option(
            names = "--primitives",
            paramLabel = "NAMESPACE",
            defaultValue = "default",
            description = "namespace of the map's name in the cluster; default ${DEFAULT-VALUE}")
    private String primitives;

    @Override
    void check() {
        boolean ofAll = operation == Operation.LS || operation == Operation.WATCH;
        require(key != null || ofAll, "map " + operation + " needs a KEY");
        require(value != null || operation != Operation.PUT, "map PUT needs a VALUE");
        require(value == null || operation == Operation.PUT, "only map PUT takes a VALUE");
    }

    @Override
    void run(Nodes nodes) throws Exception {
        try (MultiRaftClient client = nodes.client(primitives);
                Session session = client.openSession(SessionOptions.unnamed())) {
            if (operation == Operation.WATCH) {
                watch(session.map(name).events().withReplay());
                return;
            }
            print(
                    new Table<Row>()
                            .column("KEY", "key", Row::key)
                            .column("VALUE", "value", row -> row.value().toStringUtf8())
                            .column("VERSION", "version", Row::version),
                    rows(session.map(name)));
        }
    }

    private List<Row> rows(VersionedMap<String, ByteString> map) {
        return switch (operation) {
            case GET -> List.of(row(key, map.get(key).orElseThrow(this::missing)));
            case RM -> List.of(row(key, map.remove(key).orElseThrow(this::missing)));
            case PUT -> {
                ByteString bytes = ByteString.copyFromUtf8(value);
                yield List.of(new Row(key, bytes, map.put(key, bytes)));
            }
            case WATCH -> throw new IllegalStateException("has no end");
            case LS ->
                    map.entries().entrySet().stream()
                            .filter(entry -> key == null || entry.getKey().startsWith(key))
                            .sorted(Map.Entry.comparingByKey())
                            .map(entry -> row(entry.getKey(), entry.getValue()))
                            .toList();
        };
    }

    private void watch(MapEvents<String, ByteString> events) throws Exception {
        Table<MapEvent<String, ByteString>> table =
                new Table<MapEvent<String, ByteString>>()
                        .column("EVENT", "event", event -> event.type().toString())
                        .column("KEY", "key", MapEvent::key)
                        .column("VALUE", "value", event -> event.value().toStringUtf8())
                        .column("VERSION", "version", MapEvent::version);
        MapWatch watch = new MapWatch(event -> printNext(table, event));
        (key == null ? events : events.of(key)).subscribe(watch);
        watch.awaitEnd();
    }

    private FailedException missing() {
        return new FailedException("key " + key + " is not in map " + name);
    }

    private static Row row(String key, Versioned<ByteString> entry) {
        return new Row(key, entry.value(), entry.version());
    }
}
