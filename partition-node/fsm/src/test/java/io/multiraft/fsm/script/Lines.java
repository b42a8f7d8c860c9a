package io.multiraft.fsm.script;

import io.multiraft.proto.internal.v1.Proposal;
import java.util.Map;

/** Lines of a story for tests that are not stories. */
public final class Lines {

    private static final Map<String, ProposalVerb> VERBS = ProposalVerb.all();

    private Lines() {}

    /** The proposal of a line. */
    public static Proposal proposal(String line) {
        return proposal(new Arguments(line));
    }

    static Proposal proposal(Arguments arguments) {
        ProposalVerb verb = VERBS.get(arguments.verb());
        if (verb == null) {
            throw new IllegalArgumentException("unknown verb " + arguments.verb());
        }
        long epoch = arguments.takeLong("epoch");
        Proposal proposal = verb.proposal(arguments).toBuilder().setEpoch(epoch).build();
        arguments.checkAllTaken();
        return proposal;
    }
}
