package io.multiraft.fsm.script;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.StringValue;
import io.multiraft.fsm.Durations;
import io.multiraft.fsm.session.filter.FilterBuilder;
import io.multiraft.fsm.testing.CounterInputs;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.counter.v1.CounterInput;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.Value;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.runtime.v1.PrimitiveId;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import io.multiraft.proto.runtime.v1.SessionSpec;
import java.util.Map;

/** A verb that is a proposal. */
interface ProposalVerb {

    Proposal proposal(Arguments arguments);

    static Map<String, ProposalVerb> all() {
        Map<String, ProposalVerb> verbs = ScriptRunner.table();
        verbs.put("open-session", ProposalVerb::openSession);
        verbs.put("keep-alive", ProposalVerb::keepAlive);
        verbs.put("close-session", ProposalVerb::closeSession);
        verbs.put("create", ProposalVerb::create);
        verbs.put("close-service", ProposalVerb::closeService);
        verbs.put("counter", ProposalVerb::counter);
        verbs.put("map", ProposalVerb::map);
        return verbs;
    }

    /** {@code open-session [timeout=5s] [nonce=x] [name=n] [kind=k] [deadline=NONE] [attach]}. */
    private static Proposal openSession(Arguments arguments) {
        OpenSessionInput.Builder input = OpenSessionInput.newBuilder();
        if (arguments.has("timeout")) {
            input.setTimeout(Durations.ofMillis(arguments.takeMillis("timeout")));
        }
        if (arguments.has("name") || arguments.has("kind")) {
            input.setSession(session(arguments));
        }
        return Proposals.open(
                input.setNonce(ByteString.copyFromUtf8(arguments.take("nonce", "")))
                        .setDeadline(
                                OpenSessionInput.Deadline.valueOf(
                                        arguments.take("deadline", "TIMEOUT")))
                        .setAttach(arguments.takeWord("attach"))
                        .build());
    }

    private static Session session(Arguments arguments) {
        String name = arguments.take("name", "");
        PrimitiveId primitive = PrimitiveId.newBuilder().setId("primitive-of-" + name).build();
        SessionMeta.Builder meta =
                SessionMeta.newBuilder()
                        .setId(SessionId.newBuilder().setName(name).setPrimitive(primitive))
                        .putLabels("z", "last")
                        .putLabels("a", "first");
        SessionSpec.Builder spec =
                SessionSpec.newBuilder()
                        .setKind(arguments.take("kind", ""))
                        .setConfig(Any.pack(StringValue.of("config of " + name)));
        return Session.newBuilder().setMeta(meta).setSpec(spec).build();
    }

    /** {@code keep-alive session=1 [last=5] [pending=2,3] [outputs=3:10] [filter=text]}. */
    private static Proposal keepAlive(Arguments arguments) {
        KeepAliveInput.Builder input =
                KeepAliveInput.newBuilder()
                        .setSessionId(arguments.takeLong("session"))
                        .setLastCommandSequenceNum(arguments.takeLong("last"));
        if (arguments.has("pending")) {
            input.setPendingCommandsFilter(
                    FilterBuilder.containing(arguments.takeLongs("pending")));
        } else {
            input.setPendingCommandsFilter(ByteString.copyFromUtf8(arguments.take("filter", "")));
        }
        String outputs = arguments.take("outputs", "");
        for (String output : outputs.isEmpty() ? new String[0] : outputs.split(",")) {
            String[] numbers = output.split(":");
            input.putOutputStreamSequenceNums(
                    Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
        }
        return Proposals.keepAlive(input.build());
    }

    /** {@code close-session session=1 [delete=name]}. */
    private static Proposal closeSession(Arguments arguments) {
        return Proposals.close(arguments.takeLong("session"), arguments.take("delete", ""));
    }

    /** {@code create session=1 [seq=1] counter|map|other-type [namespace/]name}. */
    private static Proposal create(Arguments arguments) {
        String type = OtherVerbs.typeOf(arguments.word());
        String name = arguments.wordOr("");
        int slash = name.indexOf('/');
        return Proposals.create(
                arguments.takeLong("session"),
                arguments.takeLong("seq"),
                type,
                name.substring(0, Math.max(0, slash)),
                name.substring(slash + 1));
    }

    /** {@code close-service session=1 [seq=1] service=2 [delete]}. */
    private static Proposal closeService(Arguments arguments) {
        return Proposals.closeService(
                arguments.takeLong("session"),
                arguments.takeLong("seq"),
                arguments.takeLong("service"),
                arguments.takeWord("delete"));
    }

    /** {@code counter session=1 [seq=1] service=2 set 5}. */
    private static Proposal counter(Arguments arguments) {
        return Proposals.counter(
                arguments.takeLong("session"),
                arguments.takeLong("seq"),
                arguments.takeLong("service"),
                counterInput(arguments));
    }

    /** {@code map session=1 [seq=1] service=2 put key value [ttl=5s] [version=3]}. */
    private static Proposal map(Arguments arguments) {
        return Proposals.map(
                arguments.takeLong("session"),
                arguments.takeLong("seq"),
                arguments.takeLong("service"),
                mapInput(arguments));
    }

    static CounterInput counterInput(Arguments arguments) {
        String operation = arguments.word();
        return switch (operation) {
            case "set" -> CounterInputs.set(number(arguments));
            case "compare-and-set" ->
                    CounterInputs.compareAndSet(number(arguments), number(arguments));
            case "increment" -> CounterInputs.increment(number(arguments));
            case "decrement" -> CounterInputs.decrement(number(arguments));
            case "get" -> CounterInputs.get();
            case "nothing" -> CounterInput.getDefaultInstance();
            default -> throw new IllegalArgumentException("unknown operation " + operation);
        };
    }

    static MapInput mapInput(Arguments arguments) {
        String operation = arguments.word();
        return switch (operation) {
            case "put" ->
                    MapInputs.put(
                            arguments.word(), value(arguments), arguments.takeLong("version"));
            case "insert" -> MapInputs.insert(arguments.word(), value(arguments));
            case "update" ->
                    MapInputs.update(
                            arguments.word(), value(arguments), arguments.takeLong("version"));
            case "remove" -> MapInputs.remove(arguments.word(), arguments.takeLong("version"));
            case "clear" -> MapInputs.clear();
            case "events" -> {
                boolean replay = arguments.takeWord("replay");
                yield MapInputs.events(arguments.wordOr(""), replay);
            }
            case "get" -> MapInputs.get(arguments.word());
            case "size" -> MapInputs.size();
            case "entries" -> MapInputs.entries();
            default -> throw new IllegalArgumentException("unknown operation " + operation);
        };
    }

    private static Value value(Arguments arguments) {
        String text = arguments.word();
        return arguments.has("ttl")
                ? MapInputs.value(text, arguments.takeMillis("ttl"))
                : MapInputs.value(text);
    }

    private static long number(Arguments arguments) {
        return Long.parseLong(arguments.word());
    }
}
