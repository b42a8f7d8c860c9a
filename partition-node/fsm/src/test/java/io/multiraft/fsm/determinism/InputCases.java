package io.multiraft.fsm.determinism;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.counter.v1.CounterInput;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import io.multiraft.proto.multiraft.v1.ServiceInput;
import io.multiraft.proto.multiraft.v1.SessionInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which kinds of input a log has; those of primitives only where they meet such a service. */
final class InputCases {

    private final List<Enum<?>> missing = new ArrayList<>();
    private final Map<Long, String> typesById = new HashMap<>();
    private long index;

    InputCases() {
        missing.addAll(List.of(PartitionInput.PayloadCase.values()));
        missing.addAll(List.of(SessionInput.PayloadCase.values()));
        missing.addAll(List.of(MapInput.PayloadCase.values()));
        missing.addAll(List.of(CounterInput.PayloadCase.values()));
        missing.removeIf(one -> one.name().equals("PAYLOAD_NOT_SET"));
    }

    /** Those that no entry had so far. */
    List<Enum<?>> missing() {
        return missing;
    }

    void add(LogEntry entry) throws InvalidProtocolBufferException {
        for (Proposal proposal : entry.getProposalsList()) {
            index++;
            SessionInput session = proposal.getInput().getSessionInput();
            missing.remove(proposal.getInput().getPayloadCase());
            missing.remove(session.getPayloadCase());
            if (session.hasCreateService()) {
                typesById.put(index, session.getCreateService().getService());
            }
            add(session.getServiceInput());
        }
    }

    private void add(ServiceInput input) throws InvalidProtocolBufferException {
        ByteString payload = input.getPayload();
        switch (typesById.getOrDefault(input.getServiceId(), "")) {
            case MapService.TYPE -> missing.remove(MapInput.parseFrom(payload).getPayloadCase());
            case CounterService.TYPE ->
                    missing.remove(CounterInput.parseFrom(payload).getPayloadCase());
            default -> {}
        }
    }
}
