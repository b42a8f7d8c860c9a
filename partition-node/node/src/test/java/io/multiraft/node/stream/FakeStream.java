package io.multiraft.node.stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.multiraft.node.admission.Admission;
import io.multiraft.node.admission.AdmissionBounds;
import io.multiraft.node.admission.Share;
import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.grpc.ByteMarshaller;
import io.multiraft.node.grpc.CallRouter;
import io.multiraft.node.grpc.FakeCluster;
import io.multiraft.node.grpc.FakeReplica;
import io.multiraft.node.grpc.PartitionEndpoint;
import io.multiraft.node.grpc.PrimitiveEndpoint;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementRequest;
import io.multiraft.proto.multiraft.counter.v1.Service;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.OperationRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.ServiceRequestHeaders;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;
import io.multiraft.proto.stream.v1.ExchangeRequest;
import io.multiraft.proto.stream.v1.ExchangeResponse;
import io.multiraft.proto.stream.v1.RequestFrame;
import io.multiraft.proto.stream.v1.ResponseFrame;
import io.multiraft.proto.stream.v1.SessionStreamGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A stream to node n-0 of three; its thread is the test's, and goes on when the test says so. */
final class FakeStream extends ServerCall<byte[], byte[]> implements AutoCloseable {

    static final String INCREMENT = "atomix.multiraft.counter.v1.Counter/Increment";

    final FakeCluster cluster;
    final FakeReplica replica;
    final Admission admission;
    final List<ExchangeResponse> messages = new ArrayList<>();
    final List<FakeStream> ended = new ArrayList<>();
    boolean ready = true;
    int requested;
    Status status;

    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Exchange exchange;

    FakeStream(StreamLimits limits) throws Exception {
        this(limits, AdmissionBounds.ofHeap(Runtime.getRuntime().maxMemory()));
    }

    /**
     * @param bounds of the node
     */
    FakeStream(StreamLimits limits, AdmissionBounds bounds) throws Exception {
        cluster = new FakeCluster(3, bounds);
        replica = cluster.replica(0, 2);
        cluster.serveApi();
        CallRouter router = cluster.router(0);
        FrameMethods methods =
                new FrameMethods(
                        List.of(
                                PartitionEndpoint.of(router, NodeConfig.Session.DEFAULT),
                                PrimitiveEndpoint.of(
                                        Service.getDescriptor().findServiceByName("Counter"),
                                        router)));
        admission = new Admission(bounds);
        Admission.Permit permit = admission.admit(Share.STREAMS);
        exchange =
                new Exchange(
                        this,
                        permit,
                        methods,
                        limits,
                        tasks::add,
                        timers,
                        one -> {
                            permit.close();
                            ended.add(this);
                        });
        exchange.begin();
    }

    /** An increment in partition 2, by its first method. */
    static RequestFrame increment(long frameId) {
        return RequestFrame.newBuilder()
                .setFrameId(frameId)
                .setMethod(1)
                .setRequest(incrementRequest(frameId).toByteString())
                .build();
    }

    static IncrementRequest incrementRequest(long sequenceNum) {
        ServiceRequestHeaders service =
                ServiceRequestHeaders.newBuilder()
                        .setSession(
                                SessionRequestHeaders.newBuilder()
                                        .setPartition(
                                                PartitionRequestHeaders.newBuilder()
                                                        .setPartitionId(2))
                                        .setSessionId(5))
                        .setServiceId(6)
                        .build();
        return IncrementRequest.newBuilder()
                .setHeaders(
                        CommandRequestHeaders.newBuilder()
                                .setOperation(
                                        OperationRequestHeaders.newBuilder().setSession(service))
                                .setCommandSequenceNum(sequenceNum))
                .setInput(IncrementInput.newBuilder().setDelta(2))
                .build();
    }

    /** The method of {@link #increment}, before or with the first frames. */
    void nameMethods(String... names) {
        receive(ExchangeRequest.newBuilder().addAllMethods(List.of(names)).build().toByteArray());
    }

    void receive(RequestFrame... frames) {
        receive(ExchangeRequest.newBuilder().addAllFrames(List.of(frames)).build().toByteArray());
    }

    void receiveFrames(ByteString... frames) throws Exception {
        ByteString.Output message = ByteString.newOutput();
        for (ByteString frame : frames) {
            com.google.protobuf.CodedOutputStream output =
                    com.google.protobuf.CodedOutputStream.newInstance(message);
            output.writeBytes(ExchangeRequest.FRAMES_FIELD_NUMBER, frame);
            output.flush();
        }
        receive(message.toByteString().toByteArray());
    }

    void receive(byte[] message) {
        requested--;
        exchange.onMessage(message);
        proceed();
    }

    void halfClose() {
        exchange.onHalfClose();
        proceed();
    }

    void cancel() {
        exchange.onCancel();
        proceed();
    }

    void becomeReady() {
        ready = true;
        exchange.onReady();
        proceed();
    }

    void stop(long timeoutMillis) {
        exchange.stop(Deadline.after(timeoutMillis, TimeUnit.MILLISECONDS));
        proceed();
    }

    /** Does what waits for the stream's thread. */
    void proceed() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    List<ResponseFrame> answers() {
        proceed();
        return messages.stream().flatMap(one -> one.getFramesList().stream()).toList();
    }

    @Override
    public void request(int count) {
        requested += count;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(byte[] message) {
        try {
            messages.add(ExchangeResponse.parseFrom(message));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close(Status finalStatus, Metadata trailers) {
        if (status != null) {
            throw new AssertionError("closed twice: " + status + ", " + finalStatus);
        }
        status = finalStatus;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public MethodDescriptor<byte[], byte[]> getMethodDescriptor() {
        return SessionStreamGrpc.getExchangeMethod().toBuilder(
                        ByteMarshaller.RESPONSE, ByteMarshaller.RESPONSE)
                .build();
    }

    @Override
    public void close() {
        timers.shutdownNow();
        cluster.close();
    }
}
