package dev.steno.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of processes, as Linux tells it (proc(5)). */
public final class Resident {
    private Resident() {}

    /** Bytes resident now; 0 where the system does not tell. */
    public static long now(long pid) throws IOException {
        return field(pid, "VmRSS:");
    }

    /** The most bytes that were resident; 0 where the system does not tell. */
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
