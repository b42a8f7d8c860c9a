package io.multiraft.fsm.service;

import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The types of services there are, by the full name of their gRPC service. */
public final class ServiceRegistry {

    private final Map<String, Function<PartitionContext, PrimitiveService>> types = new TreeMap<>();

    /** Makes a type known, with what makes a new service of it. */
    public ServiceRegistry with(String type, Function<PartitionContext, PrimitiveService> factory) {
        types.put(type, factory);
        return this;
    }

    /** A new service of the type. */
    PrimitiveService create(String type, PartitionContext context) throws Refusal {
        Function<PartitionContext, PrimitiveService> factory = types.get(type);
        if (factory == null) {
            throw new Refusal(
                    Status.NOT_SUPPORTED,
                    "service type \""
                            + type
                            + "\" is not known; known are "
                            + String.join(", ", types.keySet()));
        }
        return factory.apply(context);
    }
}
