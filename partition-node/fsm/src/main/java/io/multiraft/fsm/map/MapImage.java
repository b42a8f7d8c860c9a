package io.multiraft.fsm.map;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.multiraft.fsm.LogTime;
import io.multiraft.fsm.SnapshotFormatException;
import io.multiraft.fsm.Timer;
import io.multiraft.fsm.collection.CopyOnWriteMap;
import io.multiraft.fsm.service.RunningCommand;
import io.multiraft.fsm.service.ServiceImage;
import java.io.IOException;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A map at one index, and how it is written: records in a row, each a kind and its fields as
 * protobuf scalars without tags.
 *
 * <pre>
 * LISTENER    command id, key
 * ENTRY       key, version, value
 * MORTAL      key, version, value, deadline in ms, time to live in ms
 * </pre>
 *
 * @param resumedMillis from which the deadlines count; a timer's own may move while this is written
 */
record MapImage(
        List<MapListeners.MapListener> listeners,
        CopyOnWriteMap.View<String, MapEntry> entries,
        long resumedMillis)
        implements ServiceImage {

    private static final int LISTENER = 1;
    private static final int ENTRY = 2;
    private static final int MORTAL = 3;

    private static final int PART_BYTES = 64 << 10;

    @Override
    public void writeTo(Sink sink) throws IOException {
        Part part = new Part(sink);
        for (MapListeners.MapListener listener : listeners) {
            part.coded.writeUInt32NoTag(LISTENER);
            part.coded.writeUInt64NoTag(listener.command().id());
            part.coded.writeStringNoTag(listener.key());
            part.endRecord();
        }
        for (MapEntry entry : entries) {
            Timer timer = entry.timer();
            part.coded.writeUInt32NoTag(timer == null ? ENTRY : MORTAL);
            part.coded.writeStringNoTag(entry.key());
            part.coded.writeUInt64NoTag(entry.version());
            part.coded.writeBytesNoTag(entry.value());
            if (timer != null) {
                part.coded.writeInt64NoTag(
                        LogTime.deadlineMillis(
                                timer.armedMillis(), timer.timeoutMillis(), resumedMillis));
                part.coded.writeInt64NoTag(timer.timeoutMillis());
            }
            part.endRecord();
        }
        part.end();
    }

    static void read(
            ByteString data,
            MapListeners listeners,
            MapEntries entries,
            LongFunction<RunningCommand> commands)
            throws SnapshotFormatException {
        CodedInputStream in = data.newCodedInput();
        try {
            while (!in.isAtEnd()) {
                int kind = in.readUInt32();
                switch (kind) {
                    case LISTENER -> readListener(in, listeners, commands);
                    case ENTRY -> readEntry(in, entries);
                    case MORTAL -> readMortal(in, entries);
                    default ->
                            throw new SnapshotFormatException(
                                    "a map's data has a record of kind " + kind);
                }
            }
        } catch (SnapshotFormatException e) {
            throw e;
        } catch (IOException e) {
            throw new SnapshotFormatException("a map's data does not parse", e);
        }
    }

    private static void readListener(
            CodedInputStream in, MapListeners listeners, LongFunction<RunningCommand> commands)
            throws IOException {
        long commandId = in.readUInt64();
        RunningCommand command = commands.apply(commandId);
        if (command == null) {
            throw new SnapshotFormatException(
                    "a map's listener belongs to command " + commandId + ", which does not run");
        }
        listeners.add(command, in.readString());
    }

    private static void readEntry(CodedInputStream in, MapEntries entries) throws IOException {
        String key = in.readString();
        long version = in.readUInt64();
        entries.restore(key, in.readBytes(), version);
    }

    private static void readMortal(CodedInputStream in, MapEntries entries) throws IOException {
        String key = in.readString();
        long version = in.readUInt64();
        ByteString value = in.readBytes();
        entries.restore(key, value, version, in.readInt64(), in.readInt64());
    }

    /** Gathers records until there is a part's worth of them. */
    private static final class Part {
        private final Sink sink;
        private ByteString.Output bytes;
        private CodedOutputStream coded;

        Part(Sink sink) {
            this.sink = sink;
            begin();
        }

        private void begin() {
            bytes = ByteString.newOutput();
            coded = CodedOutputStream.newInstance(bytes);
        }

        void endRecord() throws IOException {
            if (coded.getTotalBytesWritten() >= PART_BYTES) {
                end();
                begin();
            }
        }

        void end() throws IOException {
            coded.flush();
            if (bytes.size() > 0) {
                sink.write(bytes.toByteString());
            }
        }
    }
}
