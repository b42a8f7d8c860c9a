package io.multiraft.node;

import com.google.protobuf.Descriptors.ServiceDescriptor;

/**
 * The primitives that this node serves. A new one needs its proto file here and a class in the fsm.
 */
final class Primitives {

    static final ServiceDescriptor COUNTER =
            io.multiraft.proto.multiraft.counter.v1.Service.getDescriptor()
                    .findServiceByName("Counter");

    static final ServiceDescriptor MAP =
            io.multiraft.proto.multiraft.map.v1.Service.getDescriptor().findServiceByName("Map");

    private Primitives() {}
}
