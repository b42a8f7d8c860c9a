package io.multiraft.fsm.script;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plays commands on a partition. A line is a proposal in an entry of its own, or one of the verbs
 * in {@link OtherVerbs}; lines that are indented below {@code entry} share one.
 */
final class ScriptRunner {

    private final Map<String, OtherVerbs.Verb> others = OtherVerbs.all();
    private final EffectPrinter printer = new EffectPrinter();
    private Limits limits = Limits.defaults();
    private TestPartition partition = new TestPartition(limits);

    List<String> run(List<String> lines) {
        List<String> outcome = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            List<String> indented = new ArrayList<>();
            while (i + 1 + indented.size() < lines.size()
                    && lines.get(i + 1 + indented.size()).startsWith(" ")) {
                indented.add(lines.get(i + 1 + indented.size()));
            }
            try {
                outcome.addAll(run(lines.get(i), indented));
            } catch (RuntimeException e) {
                outcome.add("error: " + e.getMessage());
            }
            i += indented.size();
        }
        return outcome;
    }

    TestPartition partition() {
        return partition;
    }

    Limits limits() {
        return limits;
    }

    EffectPrinter printer() {
        return printer;
    }

    /** Starts anew with other limits. */
    void start(Limits otherLimits) {
        limits = otherLimits;
        partition = new TestPartition(limits);
    }

    /** What an apply gave, line by line. */
    List<String> print(List<Effect> effects) {
        return printer.print(partition.machine(), effects);
    }

    private List<String> run(String line, List<String> indented) {
        Arguments arguments = new Arguments(line);
        if (arguments.verb().equals("entry")) {
            partition.at(arguments.has("at") ? arguments.takeMillis("at") : partition.nowMillis());
            arguments.checkAllTaken();
            return apply(indented.stream().map(Arguments::new).toList());
        }
        OtherVerbs.Verb other = others.get(arguments.verb());
        if (other == null) {
            return apply(List.of(arguments));
        }
        List<String> outcome = other.run(this, arguments);
        arguments.checkAllTaken();
        return outcome;
    }

    private List<String> apply(List<Arguments> inputs) {
        List<Proposal> entry = new ArrayList<>();
        for (Arguments arguments : inputs) {
            printer.expect(partition.machine().index() + 1 + entry.size(), arguments.verb());
            entry.add(Lines.proposal(arguments));
        }
        return print(partition.apply(entry.toArray(Proposal[]::new)));
    }

    /** An empty map for verbs by their names. */
    static <V> Map<String, V> table() {
        return new TreeMap<>();
    }
}
