package io.multiraft.fsm.script;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.fsm.SessionSelection;
import io.multiraft.fsm.SessionView;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.testing.TestPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Verbs that are not proposals. */
final class OtherVerbs {

    private OtherVerbs() {}

    /** What a line does; returns what there is to see of it. */
    interface Verb {
        List<String> run(ScriptRunner runner, Arguments arguments);
    }

    static Map<String, Verb> all() {
        Map<String, Verb> verbs = ScriptRunner.table();
        verbs.put("tick", OtherVerbs::tick);
        verbs.put("resume", OtherVerbs::resume);
        verbs.put("query", OtherVerbs::query);
        verbs.put("sessions", OtherVerbs::sessions);
        verbs.put("next-deadline", OtherVerbs::nextDeadline);
        verbs.put("is-applied", OtherVerbs::isApplied);
        verbs.put("snapshot-restore", OtherVerbs::snapshotRestore);
        verbs.put("limits", OtherVerbs::limits);
        return verbs;
    }

    static String typeOf(String word) {
        return switch (word) {
            case "counter" -> CounterService.TYPE;
            case "map" -> MapService.TYPE;
            default -> word;
        };
    }

    /** {@code tick to=5s}: an entry without proposals. */
    private static List<String> tick(ScriptRunner runner, Arguments arguments) {
        return runner.print(runner.partition().at(arguments.takeMillis("to")).apply());
    }

    /** {@code resume at=5s}: the first entry of a new leader. */
    private static List<String> resume(ScriptRunner runner, Arguments arguments) {
        return runner.print(runner.partition().at(arguments.takeMillis("at")).resume());
    }

    /** {@code query session=1 service=2 [epoch=1] map get key}. */
    private static List<String> query(ScriptRunner runner, Arguments arguments) {
        String type = arguments.word();
        ByteString payload =
                type.equals("counter")
                        ? ProposalVerb.counterInput(arguments).toByteString()
                        : ProposalVerb.mapInput(arguments).toByteString();
        QueryResult result =
                runner.partition()
                        .machine()
                        .query(
                                new Query(
                                        arguments.takeLong("session"),
                                        arguments.takeLong("service"),
                                        arguments.takeLong("epoch"),
                                        payload));
        List<String> lines = new ArrayList<>();
        lines.add(result.index() + " " + result.status() + " " + result.message());
        result.outputs().forEach(output -> lines.add("  " + EffectPrinter.payload(type, output)));
        return lines.stream().map(String::stripTrailing).toList();
    }

    /**
     * {@code sessions [after=1] [limit=5] [nonce=prefix] [without=prefix] [open=true] [named=true]
     * [count=true]}.
     */
    private static List<String> sessions(ScriptRunner runner, Arguments arguments) {
        int limit = Integer.parseInt(arguments.take("limit", "1000"));
        SessionSelection selection =
                new SessionSelection(
                        arguments.takeLong("after"),
                        ByteString.copyFromUtf8(arguments.take("nonce", "")),
                        ByteString.copyFromUtf8(arguments.take("without", "")),
                        Boolean.parseBoolean(arguments.take("open", "false")),
                        Boolean.parseBoolean(arguments.take("named", "false")));
        PartitionStateMachine machine = runner.partition().machine();
        List<String> lines = new ArrayList<>();
        for (SessionView view : machine.sessions(selection, limit)) {
            lines.add(print(view));
        }
        if (Boolean.parseBoolean(arguments.take("count", "false"))) {
            lines.add("open: " + machine.countOpenSessions(selection));
        }
        return lines.isEmpty() ? List.of("(no sessions)") : lines;
    }

    private static String print(SessionView view) {
        String name = view.session() == null ? "" : view.session().getMeta().getId().getName();
        return String.format(
                "session %d %s name=%s nonce=%s epoch=%d timeout=%dms deadline=%s services=%d"
                        + " pending=%d",
                view.sessionId(),
                view.state(),
                name.isEmpty() ? "-" : name,
                view.nonce().isEmpty() ? "-" : view.nonce().toStringUtf8(),
                view.epoch(),
                view.timeoutMillis(),
                view.deadlineMillis().isPresent() ? view.deadlineMillis().getAsLong() + "ms" : "-",
                view.serviceCount(),
                view.pendingCommandCount());
    }

    private static List<String> nextDeadline(ScriptRunner runner, Arguments arguments) {
        return List.of(runner.partition().machine().nextDeadlineMillis().toString());
    }

    /** {@code is-applied session=1 seq=2}. */
    private static List<String> isApplied(ScriptRunner runner, Arguments arguments) {
        return List.of(
                String.valueOf(
                        runner.partition()
                                .machine()
                                .isApplied(
                                        arguments.takeLong("session"), arguments.takeLong("seq"))));
    }

    /** Goes on with a machine restored from a snapshot, which must be the same in all there is. */
    private static List<String> snapshotRestore(ScriptRunner runner, Arguments arguments) {
        PartitionStateMachine before = runner.partition().machine();
        byte[] snapshot = runner.partition().snapshotBytes();
        PartitionStateMachine after = runner.partition().restore(snapshot).machine();
        List<String> lines = new ArrayList<>();
        lines.add("index " + after.index() + ", clock " + after.clockMillis() + "ms");
        compare(lines, "fingerprint", before.fingerprint(), after.fingerprint());
        compare(lines, "deadline", before.nextDeadlineMillis(), after.nextDeadlineMillis());
        compare(
                lines,
                "bytes of another snapshot",
                new String(snapshot, java.nio.charset.StandardCharsets.ISO_8859_1),
                new String(
                        TestPartition.bytesOf(after.snapshot()),
                        java.nio.charset.StandardCharsets.ISO_8859_1));
        return lines;
    }

    private static void compare(List<String> lines, String what, Object before, Object after) {
        lines.add(before.equals(after) ? "same " + what : "DIFFERENT " + what);
    }

    /** {@code limits sessions=2 records=3 ...}: starts anew. */
    private static List<String> limits(ScriptRunner runner, Arguments arguments) {
        Limits old = runner.limits();
        Limits.Sessions sessions = old.sessions();
        Limits.Commands commands = old.commands();
        Limits limits =
                new Limits(
                        new Limits.Sessions(
                                limit(arguments, "sessions", sessions.open()),
                                limit(arguments, "remembered", sessions.remembered()),
                                sessions.defaultTimeoutMillis(),
                                sessions.minTimeoutMillis(),
                                sessions.maxTimeoutMillis(),
                                limit(arguments, "nonce", sessions.nonceBytes()),
                                limit(arguments, "description", sessions.descriptionBytes())),
                        new Limits.Commands(
                                limit(arguments, "records", commands.recordsPerSession()),
                                limit(
                                        arguments,
                                        "untracked",
                                        commands.untrackedStreamsPerSession()),
                                limit(arguments, "outputs", commands.outputsPerCommand()),
                                limit(arguments, "bytes", (int) commands.retainedBytesPerSession()),
                                limit(arguments, "all-bytes", (int) commands.retainedBytes()),
                                limit(arguments, "payload", commands.payloadBytes())),
                        new Limits.Services(
                                limit(arguments, "services", old.services().count()),
                                limit(arguments, "per-session", old.services().perSession()),
                                limit(arguments, "name", old.services().nameBytes())),
                        new Limits.Maps(
                                limit(arguments, "entries", old.maps().entries()),
                                limit(arguments, "key", old.maps().keyBytes()),
                                limit(arguments, "value", old.maps().valueBytes())),
                        limit(arguments, "timers", old.timersPerEntry()));
        runner.start(limits);
        return List.of();
    }

    private static int limit(Arguments arguments, String name, int absent) {
        return Integer.parseInt(arguments.take(name, String.valueOf(absent)));
    }
}
