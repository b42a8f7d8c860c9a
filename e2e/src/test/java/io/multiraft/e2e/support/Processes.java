package io.multiraft.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The processes of containers, which this machine sees like all others. */
public final class Processes {

    private static final long TICKS_PER_SECOND = 100;

    private Processes() {}

    /** The Java process of a pod. */
    public static Optional<ProcessHandle> of(Pod pod) {
        String uid = pod.getMetadata().getUid();
        return ProcessHandle.allProcesses()
                .filter(process -> read(process, "comm").trim().equals("java"))
                .filter(process -> read(process, "cgroup").contains(uid))
                .findFirst();
    }

    /** Memory in use that is not shared out to the disk: what the kernel calls VmRSS. */
    public static long residentKilobytes(ProcessHandle process) {
        return read(process, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    /** How long a process has run, to 10 ms. */
    public static Duration age(ProcessHandle process) {
        String[] fields = read(process, "stat").replaceAll("^.*\\) ", "").split(" ");
        long startTicks = Long.parseLong(fields[19]);
        double uptime = Double.parseDouble(read(Path.of("/proc/uptime")).split(" ")[0]);
        return Duration.ofMillis(Math.round(uptime * 1000) - startTicks * 1000 / TICKS_PER_SECOND);
    }

    private static String read(ProcessHandle process, String file) {
        return read(Path.of("/proc", Long.toString(process.pid()), file));
    }

    /** Empty when the process is gone. */
    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            if (!Files.exists(file)) {
                return "";
            }
            if (e.getMessage() != null && e.getMessage().contains("No such process")) {
                return "";
            }
            throw new UncheckedIOException(e);
        }
    }
}
