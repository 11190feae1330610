package dev.steno.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long this process has lived. */
public final class ProcessClock {
    /** Linux tells times in hundredths of a second whatever the kernel's own clock (proc(5)). */
    private static final int TICKS_PER_SECOND = 100;

    private static final long MAIN = System.nanoTime();

    private ProcessClock() {}

    /** Called first thing, for systems where the process's own start cannot be had. */
    public static void begin() {
        // loading this class took the time
    }

    /** Milliseconds since the process began, its launcher included; to 10 ms, or since its first Java code where that is all. */
    public static long millis() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            // the second field, the name, may hold spaces and parentheses; the start is the 22nd
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double up =
                    Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
            return Math.round(up * 1000 - Long.parseLong(fields[22 - 3]) * (1000.0 / TICKS_PER_SECOND));
        } catch (IOException | RuntimeException e) {
            return (System.nanoTime() - MAIN) / 1_000_000;
        }
    }
}
