package io.multiraft.sim.check;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Status;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import java.util.Map;
import java.util.TreeMap;

/**
 * However often a client repeats its opening, it makes one session, or takes one over once. Holds
 * because all attempts carry the same nonce.
 */
final class OpenMakesOneSession extends Invariant {

    private final Map<String, String> openings = new TreeMap<>();
    private final Map<String, String> made = new TreeMap<>();

    @Override
    void opening(String opening, String nonce) {
        openings.put(nonce, opening);
    }

    @Override
    void proposed(Step step, int i) {
        if (!step.proposal(i).getInput().hasOpenSession()) {
            return;
        }
        OpenSessionInput input = step.proposal(i).getInput().getOpenSession();
        Effect.Output answer = step.answer(i);
        String opening = openings.get(input.getNonce().toStringUtf8());
        if (opening == null || answer == null || answer.status() != Status.OK) {
            return;
        }
        var output = answer.output().getOpenSession();
        String lease =
                "session "
                        + output.getSessionId()
                        + (input.getAttach() ? " epoch " + output.getEpoch() : "");
        String before = made.putIfAbsent(opening, lease);
        check(
                before == null || before.equals(lease),
                "%s has made %s and %s",
                opening,
                before,
                lease);
    }
}
