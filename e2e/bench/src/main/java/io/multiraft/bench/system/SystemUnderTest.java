package io.multiraft.bench.system;

import io.multiraft.bench.Workload;
import io.multiraft.bench.load.Operation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Something that answers calls, with its processes on this machine. Closing it ends them. */
public interface SystemUnderTest extends AutoCloseable {

    /** As it is called in tables. */
    String name();

    /**
     * Makes ready for a workload: connections, sessions, data.
     *
     * @return the workload's operation; empty where the system has nothing that is comparable
     */
    Optional<Operation> prepare(Workload workload);

    /**
     * Whether calls still go where {@link #prepare} found the leader. If not, they are forwarded,
     * or fail, until the next one.
     */
    boolean stillLed();

    /** Its server processes, all of them. */
    List<ServerProcess> processes();

    /** Where its processes keep their data; what is in there counts as used. */
    Path directory();

    @Override
    void close();
}
