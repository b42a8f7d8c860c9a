package io.multiraft.kubectl.command;

import io.multiraft.client.Counter;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.kubectl.connect.Nodes;
import io.multiraft.kubectl.print.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code counter OPERATION NAME}. */
@Command(
        addMethodSubcommands = false,
        description = "Reads or changes a counter, which is made when there is none of the name.")
public final class CounterCommand extends Printing {

    /** What to do with it. */
    enum Operation {
        GET,
        SET,
        INC,
        DEC
    }

    private record Row(String name, long value) {}

    @Parameters(index = "0", paramLabel = "OPERATION", description = "${COMPLETION-CANDIDATES}")
    private Operation operation;

    @Parameters(index = "1", paramLabel = "NAME", description = "of the counter")
    private String name;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "VALUE",
            description = "for SET the value, for INC and DEC by how much; default 1")
    private Long value;

    @Option(
            names = "--primitives",
            paramLabel = "NAMESPACE",
            defaultValue = "default",
            description =
                    "namespace of the counter's name in the cluster; default ${DEFAULT-VALUE}")
    private String primitives;

    @Override
    void check() {
        require(value != null || operation != Operation.SET, "counter SET needs a VALUE");
        require(value == null || operation != Operation.GET, "counter GET takes no VALUE");
    }

    @Override
    void run(Nodes nodes) {
        long by = value == null ? 1 : value;
        try (MultiRaftClient client = nodes.client(primitives);
                Session session = client.openSession(SessionOptions.unnamed())) {
            Counter counter = session.counter(name);
            long now =
                    switch (operation) {
                        case GET -> counter.get();
                        case SET -> counter.set(value);
                        case INC -> counter.increment(by);
                        case DEC -> counter.decrement(by);
                    };
            print(
                    new Table<Row>()
                            .column("NAME", "name", Row::name)
                            .column("VALUE", "value", Row::value),
                    List.of(new Row(name, now)));
        }
    }
}
