package io.multiraft.fsm.service;

import io.multiraft.fsm.Invariant;
import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.SnapshotFormatException;
import io.multiraft.fsm.Status;
import io.multiraft.proto.internal.v1.ServiceDataFrame;
import io.multiraft.proto.internal.v1.ServiceFrame;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** The services of a partition. */
public final class ServiceTable {

    private final PartitionContext context;
    private final ServiceRegistry registry;
    private final TreeMap<Long, Service> byId = new TreeMap<>();
    private final Map<ServiceName, Service> byName = new LinkedHashMap<>();

    public ServiceTable(PartitionContext context, ServiceRegistry registry) {
        this.context = context;
        this.registry = registry;
    }

    /** The service of an id, or null. */
    public Service find(long serviceId) {
        return byId.get(serviceId);
    }

    /** The service of a name, or null. */
    public Service find(ServiceName name) {
        return byName.get(name);
    }

    /** The service of that name, which must be of that type, or null. */
    public Service find(CreateServiceInput input) throws Refusal {
        checkName("namespace", input.getNamespaceBytes().size());
        checkName("name", input.getNameBytes().size());
        if (input.getName().isEmpty()) {
            throw new Refusal(Status.INVALID, "name is empty; a service must have one");
        }
        Service service = byName.get(new ServiceName(input.getNamespace(), input.getName()));
        if (service != null && !service.type().equals(input.getService())) {
            throw new Refusal(
                    Status.ALREADY_EXISTS,
                    "service "
                            + service.name()
                            + " exists with type "
                            + service.type()
                            + ", not \""
                            + input.getService()
                            + "\"");
        }
        return service;
    }

    /** Makes a service whose name is free. */
    public Service create(CreateServiceInput input) throws Refusal {
        PrimitiveService primitive = registry.create(input.getService(), context);
        if (byId.size() >= context.limits().services().count()) {
            throw new Refusal(
                    Status.UNAVAILABLE,
                    "the partition has "
                            + byId.size()
                            + " services, which is the most; create it in another partition");
        }
        ServiceName name = new ServiceName(input.getNamespace(), input.getName());
        return add(new Service(context.index(), input.getService(), name, primitive));
    }

    /** Deletes a service to which no session is attached, with its data. */
    public void delete(Service service) {
        Invariant.check(service.isUnused(), "service %s is in use", service.id());
        byId.remove(service.id());
        byName.remove(service.name());
        service.primitive().delete();
    }

    /** The services as they are now, by id. */
    public List<ServiceSnapshot> images() {
        List<ServiceSnapshot> images = new ArrayList<>(byId.size());
        byId.values().forEach(service -> images.add(service.image()));
        return images;
    }

    /** Takes in a service without its data. */
    public Service restore(ServiceFrame frame) throws SnapshotFormatException {
        ServiceName name = new ServiceName(frame.getNamespace(), frame.getName());
        try {
            PrimitiveService primitive = registry.create(frame.getService(), context);
            return add(new Service(frame.getServiceId(), frame.getService(), name, primitive));
        } catch (Refusal refusal) {
            throw new SnapshotFormatException("service " + name + ": " + refusal.getMessage());
        }
    }

    /** Takes in a part of a service's data. */
    public void restore(ServiceDataFrame frame, LongFunction<RunningCommand> commands)
            throws SnapshotFormatException {
        Service service = byId.get(frame.getServiceId());
        if (service == null) {
            throw new SnapshotFormatException(
                    "data of service " + frame.getServiceId() + ", which does not exist");
        }
        service.primitive().restore(frame.getData(), commands);
    }

    private Service add(Service service) {
        boolean isNew =
                byId.put(service.id(), service) == null
                        & byName.put(service.name(), service) == null;
        Invariant.check(isNew, "id or name of service %s is there twice", service.id());
        return service;
    }

    private void checkName(String field, int bytes) throws Refusal {
        int most = context.limits().services().nameBytes();
        if (bytes > most) {
            throw new Refusal(
                    Status.INVALID,
                    field + " has " + bytes + " bytes; it must have " + most + " at most");
        }
    }
}
