package dev.steno.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The time since this process started. Any thread. */
public final class ProcessClock {
    /** Linux reports times in hundredths of a second, independently of the kernel's own clock (proc(5)). */
    private static final int TICKS_PER_SECOND = 100;

    private static final long MAIN = System.nanoTime();

    private ProcessClock() {}

    /** Loads this class, which notes the time for systems that do not report when the process started. */
    public static void noteStart() {
        // loading this class noted the time
    }

    /**
     * Returns the milliseconds since the process started, launcher included, with a resolution of 10 ms; or since its
     * first Java code if the system does not report the start.
     */
    public static long millis() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            // the second field, the name, may contain spaces and parentheses; the start is field 22
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double up =
                    Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
            return Math.round(up * 1000 - Long.parseLong(fields[22 - 3]) * (1000.0 / TICKS_PER_SECOND));
        } catch (IOException | RuntimeException e) {
            return (System.nanoTime() - MAIN) / 1_000_000;
        }
    }
}
