package io.multiraft.fsm.map;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.SnapshotFormatException;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.service.PrimitiveService;
import io.multiraft.fsm.service.RunningCommand;
import io.multiraft.fsm.service.ServiceImage;
import io.multiraft.proto.multiraft.map.v1.EntriesOutput;
import io.multiraft.proto.multiraft.map.v1.Entry;
import io.multiraft.proto.multiraft.map.v1.Event;
import io.multiraft.proto.multiraft.map.v1.EventsInput;
import io.multiraft.proto.multiraft.map.v1.EventsOutput;
import io.multiraft.proto.multiraft.map.v1.GetInput;
import io.multiraft.proto.multiraft.map.v1.GetOutput;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.MapOutput;
import io.multiraft.proto.multiraft.map.v1.SizeOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** A map: writes are in {@link MapWrites}, this is the rest. */
public final class MapService implements PrimitiveService {

    /** Full name of its gRPC service. */
    public static final String TYPE = "atomix.multiraft.map.v1.Map";

    private final PartitionContext context;
    private final MapInputs inputs;
    private final MapListeners listeners;
    private final MapEntries entries;
    private final MapWrites writes;

    public MapService(PartitionContext context) {
        this.context = context;
        this.inputs = new MapInputs(context.limits().maps());
        this.listeners = new MapListeners(context);
        this.entries =
                new MapEntries(context, entry -> listeners.publish(Event.Type.REMOVE, entry, true));
        this.writes = new MapWrites(context, inputs, entries, listeners);
    }

    @Override
    public void execute(RunningCommand command, ByteString payload) throws Refusal {
        UsualPut put = new UsualPut(payload);
        if (put.isRead()) {
            command.complete(writes.put(put));
            return;
        }
        MapInput input = MapInputs.parse(payload);
        if (input.hasEvents()) {
            listen(command, input.getEvents());
        } else {
            command.complete(writes.execute(input).toByteString());
        }
    }

    @Override
    public List<ByteString> query(ByteString payload) throws Refusal {
        MapInput input = MapInputs.parse(payload);
        return switch (input.getPayloadCase()) {
            case SIZE -> {
                SizeOutput size = SizeOutput.newBuilder().setSize(entries.size()).build();
                yield List.of(MapOutput.newBuilder().setSize(size).build().toByteString());
            }
            case GET -> List.of(get(input.getGet()).toByteString());
            case ENTRIES -> list();
            default ->
                    throw new Refusal(
                            Status.NOT_SUPPORTED,
                            "a map's queries are Size, Get, Entries; this is "
                                    + input.getPayloadCase());
        };
    }

    @Override
    public void forget(RunningCommand command) {
        listeners.remove(command.id());
    }

    @Override
    public void delete() {
        entries.clear();
    }

    @Override
    public ServiceImage image() {
        return new MapImage(listeners.all(), entries.freeze(), context.time().resumedMillis());
    }

    @Override
    public void restore(ByteString data, LongFunction<RunningCommand> commands)
            throws SnapshotFormatException {
        MapImage.read(data, listeners, entries, commands);
    }

    /** The first output says that the listener is in place; whatever changes later is an event. */
    private void listen(RunningCommand command, EventsInput input) throws Refusal {
        inputs.checkKeyFilter(input.getKeyBytes().size());
        List<MapEntry> replayed = input.getReplay() ? matching(input.getKey()) : List.of();
        int most = context.limits().commands().outputsPerCommand() - 1;
        if (replayed.size() > most) {
            throw new Refusal(
                    Status.INVALID,
                    "a replay of "
                            + replayed.size()
                            + " entries; the most are "
                            + most
                            + ", use Events without replay and then Entries");
        }
        boolean open = command.output(MapListeners.payload(EventsOutput.getDefaultInstance()));
        for (MapEntry entry : replayed) {
            open = open && command.output(listeners.event(Event.Type.REPLAY, entry, false));
        }
        if (open) {
            listeners.add(command, input.getKey());
        }
    }

    private List<MapEntry> matching(String key) {
        List<MapEntry> matching = new ArrayList<>();
        if (key.equals(MapListeners.ALL_KEYS)) {
            entries.all().forEach(matching::add);
        } else if (entries.get(key) != null) {
            matching.add(entries.get(key));
        }
        return matching;
    }

    private MapOutput get(GetInput input) throws Refusal {
        inputs.checkKey(input.getKeyBytes().size());
        MapEntry entry = entries.get(input.getKey());
        if (entry == null) {
            throw MapWrites.missing(input.getKey());
        }
        return MapOutput.newBuilder().setGet(GetOutput.newBuilder().setEntry(wire(entry))).build();
    }

    private List<ByteString> list() {
        List<ByteString> outputs = new ArrayList<>(entries.size());
        for (MapEntry entry : entries.all()) {
            EntriesOutput output = EntriesOutput.newBuilder().setEntry(wire(entry)).build();
            outputs.add(MapOutput.newBuilder().setEntries(output).build().toByteString());
        }
        return outputs;
    }

    private Entry wire(MapEntry entry) {
        return entry.toWire(context.time().nowMillis());
    }
}
