package io.multiraft.bench.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What everything runs on. */
public final class Machine {

    private Machine() {}

    /** Its cores, kind of processor, kernel and JVM. */
    public static String description() {
        return "%d cores%s, Linux %s, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("os.version"),
                        Runtime.version());
    }

    private static String processor() {
        try {
            return processor(Files.readAllLines(Path.of("/proc/cpuinfo")));
        } catch (IOException e) {
            return "";
        }
    }

    /** Empty where the kernel does not say, as on some architectures. */
    static String processor(List<String> information) {
        return information.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> " of " + line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }
}
