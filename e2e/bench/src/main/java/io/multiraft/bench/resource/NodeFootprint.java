package io.multiraft.bench.resource;

import io.multiraft.bench.system.Multiraft;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What one node takes now; not a number where it cannot be told.
 *
 * @param residentBytes memory of its process
 * @param diskBytes of its files
 */
public record NodeFootprint(double residentBytes, double diskBytes) {

    private static final double MEBIBYTE = 1 << 20;

    /** Of all nodes, in their order. */
    public static List<NodeFootprint> ofEach(Multiraft system) {
        return IntStream.range(0, system.processes().size())
                .mapToObj(
                        node ->
                                new NodeFootprint(
                                        ProcessFiles.residentBytes(
                                                system.processes().get(node).pid()),
                                        DiskUse.bytes(system.home(node))))
                .toList();
    }

    /** In MiB. */
    public double residentMebibytes() {
        return residentBytes / MEBIBYTE;
    }

    /** In MiB. */
    public double diskMebibytes() {
        return diskBytes / MEBIBYTE;
    }

    /** As people read it. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "RSS %.0f MB, disk %.0f MB", residentMebibytes(), diskMebibytes());
    }
}
