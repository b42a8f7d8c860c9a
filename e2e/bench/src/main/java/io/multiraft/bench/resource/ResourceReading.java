package io.multiraft.bench.resource;

import io.multiraft.bench.system.ServerProcess;
import io.multiraft.bench.system.SystemUnderTest;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the processes of a system have used since they began; not a number where it cannot be told.
 *
 * @param processorSeconds of all its processes
 * @param allocatedBytes on the heaps of all its processes
 * @param writtenBytes what was written to its disk, by whomever
 * @param diskBytes what its files take now
 * @param residentBytes memory of its largest process now
 */
public record ResourceReading(
        double processorSeconds,
        double allocatedBytes,
        double writtenBytes,
        double diskBytes,
        double residentBytes) {

    /** Reads it all. */
    public static ResourceReading of(SystemUnderTest system) {
        List<ServerProcess> processes = system.processes();
        return new ResourceReading(
                processorSecondsOf(processes),
                sum(processes, process -> AllocatedBytes.of(process.metrics())),
                DiskDevice.writtenBytes(system.directory()),
                DiskUse.bytes(system.directory()),
                processes.stream()
                        .mapToDouble(process -> ProcessFiles.residentBytes(process.pid()))
                        .max()
                        .orElse(Double.NaN));
    }

    /** Processor time that they have used together. */
    public static double processorSecondsOf(List<ServerProcess> processes) {
        return sum(processes, process -> ProcessFiles.processorSeconds(process.pid()));
    }

    private static double sum(
            List<ServerProcess> processes, ToDoubleFunction<ServerProcess> reading) {
        return processes.stream().mapToDouble(reading).sum();
    }

    /** What was used between a reading and this one; memory is what it is now. */
    public ResourceReading since(ResourceReading before) {
        return new ResourceReading(
                processorSeconds - before.processorSeconds,
                allocatedBytes - before.allocatedBytes,
                writtenBytes - before.writtenBytes,
                diskBytes - before.diskBytes,
                residentBytes);
    }
}
