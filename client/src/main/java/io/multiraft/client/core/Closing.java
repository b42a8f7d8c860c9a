package io.multiraft.client.core;

/** Ends a session in the partition. */
final class Closing implements Caller {

    private final Calls calls;
    private final long closing;

    Closing(Calls calls, long closing) {
        this.calls = calls;
        this.closing = closing;
    }

    /** Gone, or somebody else's: either way it is not ours any more. */
    @Override
    public void onAnswer(long nowMillis, Answer answer, boolean mayHaveHappened) {
        switch (answer.status()) {
            case OK, NOT_FOUND, FORBIDDEN -> calls.act(new Action.Complete(closing));
            default -> calls.act(new Action.Refuse(closing, answer.status(), answer.message()));
        }
    }

    @Override
    public void onGivenUp(long nowMillis, Failure failure, String message) {
        calls.act(new Action.Fail(closing, failure, message));
    }
}
