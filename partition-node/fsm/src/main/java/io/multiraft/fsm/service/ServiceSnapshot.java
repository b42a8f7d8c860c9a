package io.multiraft.fsm.service;

import io.multiraft.fsm.collection.CopyOnWriteMap;
import io.multiraft.fsm.snapshot.FrameWriter;
import io.multiraft.proto.internal.v1.ServiceDataFrame;
import io.multiraft.proto.internal.v1.ServiceFrame;
import io.multiraft.proto.internal.v1.SnapshotFrame;
import java.io.IOException;

/**
 * A service at one index; never changes.
 *
 * @param service for its identity only
 * @param sessionIds the attached sessions, in order
 */
public record ServiceSnapshot(
        Service service, CopyOnWriteMap.View<Long, Long> sessionIds, ServiceImage image) {

    public void writeTo(FrameWriter writer) throws IOException {
        ServiceFrame head =
                ServiceFrame.newBuilder()
                        .setServiceId(service.id())
                        .setService(service.type())
                        .setNamespace(service.name().namespace())
                        .setName(service.name().name())
                        .addAllSessionIds(sessionIds)
                        .build();
        writer.write(SnapshotFrame.newBuilder().setService(head).build());
        image.writeTo(
                data -> {
                    ServiceDataFrame part =
                            ServiceDataFrame.newBuilder()
                                    .setServiceId(service.id())
                                    .setData(data)
                                    .build();
                    writer.write(SnapshotFrame.newBuilder().setServiceData(part).build());
                });
    }
}
