package io.multiraft.sim.client;

import com.google.protobuf.ByteString;
import io.multiraft.client.core.Lease;
import io.multiraft.fsm.Effect;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.util.List;

/** What a client wants done, and what it knows of it: acknowledged, failed or unknown. */
public final class Operation {

    private final String client;
    private final Kind kind;
    private final String service;
    private final ByteString payload;
    private final long begunMillis;
    private final long acknowledgedBefore;
    private State state = State.PENDING;
    private Lease lease;
    private long sequenceNum;
    private Status status = Status.OK;
    private List<ByteString> answer = List.of();
    private long position;
    private long lastOutput;
    private Effect.Output arrived;

    /** What it is. */
    public enum Kind {
        OPEN,
        COMMAND,
        QUERY,
        STREAM,
        CLOSE
    }

    /** What its client knows. */
    public enum State {
        PENDING,
        /** It has happened. */
        ACKNOWLEDGED,
        /** The partition refused it. */
        REFUSED,
        /** It has not happened, and never will. */
        FAILED,
        /** It may have happened, or may happen yet. */
        UNKNOWN
    }

    /**
     * @param acknowledgedBefore the position of the log that somebody was told of before
     */
    Operation(
            String client,
            Kind kind,
            String service,
            ByteString payload,
            long begunMillis,
            long acknowledgedBefore) {
        this.client = client;
        this.kind = kind;
        this.service = service;
        this.payload = payload;
        this.begunMillis = begunMillis;
        this.acknowledgedBefore = acknowledgedBefore;
    }

    /** It was sent under this lease and number, the same each time. */
    void sent(Lease under, long number) {
        lease = under;
        sequenceNum = number;
    }

    /** An answer has come; whether it is the operation's, its client's core decides. */
    void answered(Status with, List<ByteString> payloads, long atPosition) {
        status = with;
        answer = payloads;
        position = atPosition;
    }

    void end(State how) {
        state = how;
    }

    /**
     * The partition refused it. For lack of room it leaves no record, so a copy of the command that
     * a node has made may be executed when there is room again.
     */
    void refused(Status with) {
        status = with;
        boolean unrecorded = with == Status.UNAVAILABLE || with == Status.CANCELED;
        state = unrecorded ? State.UNKNOWN : State.REFUSED;
    }

    /** An output has come; whether it is the next, its client's core decides. */
    void arrived(Effect.Output output) {
        arrived = output;
    }

    Effect.Output arrived() {
        return arrived;
    }

    void output(long number) {
        lastOutput = number;
    }

    public String client() {
        return client;
    }

    public Kind kind() {
        return kind;
    }

    public String service() {
        return service;
    }

    public ByteString payload() {
        return payload;
    }

    public long acknowledgedBefore() {
        return acknowledgedBefore;
    }

    public State state() {
        return state;
    }

    /** Null before it was sent. */
    public Lease lease() {
        return lease;
    }

    /** Its command's number; 0 for what is no command, or was never sent. */
    public long sequenceNum() {
        return sequenceNum;
    }

    public Status status() {
        return status;
    }

    /** The payloads it was answered with. */
    public List<ByteString> answer() {
        return answer;
    }

    /** Of a read: the position of the log at which it was served. */
    public long position() {
        return position;
    }

    /** Of a stream: the last output its client was given. */
    public long lastOutput() {
        return lastOutput;
    }

    @Override
    public String toString() {
        return kind
                + " "
                + service
                + " of "
                + client
                + " (begun at "
                + begunMillis
                + " ms, "
                + state
                + ", number "
                + sequenceNum
                + ", "
                + lease
                + ")";
    }
}
