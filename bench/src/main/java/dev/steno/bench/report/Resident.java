package dev.steno.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of processes, as Linux reports it (proc(5)). */
public final class Resident {
    private Resident() {}

    /** Current resident memory in bytes; 0 if the system does not report it. */
    public static long now(long pid) throws IOException {
        return field(pid, "VmRSS:");
    }

    /** Peak resident memory in bytes; 0 if the system does not report it. */
    public static long peak(long pid) throws IOException {
        return field(pid, "VmHWM:");
    }

    private static long field(long pid, String name) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith(name)) {
                return Long.parseLong(
                                line.substring(name.length()).replace("kB", "").strip())
                        * 1024;
            }
        }
        return 0;
    }
}
