package dev.steno.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** CPU time of processes, as Linux counts it in hundredths of a second (proc(5)). */
public final class ProcessStat {
    private static final long TICK_NANOS = 10_000_000;

    /** Where {@code utime} is behind the name of the program, which may contain spaces; {@code stime}, {@code cutime} follow. */
    private static final int USER = 11;

    private ProcessStat() {}

    /** CPU time of a process, of those it started that still run, and of those that ended, in nanoseconds. */
    public static long withDescendants(ProcessHandle process) throws IOException {
        long nanos = ticks(process.pid(), 4) * TICK_NANOS;
        List<ProcessHandle> running = process.descendants().toList();
        for (ProcessHandle each : running) {
            nanos += ticks(each.pid(), 4) * TICK_NANOS;
        }
        return nanos;
    }

    /** CPU time of the processes that this one started and that have ended, in nanoseconds. */
    public static long ended() throws IOException {
        long own = ProcessHandle.current().pid();
        return (ticks(own, 4) - ticks(own, 2)) * TICK_NANOS;
    }

    /** The sum of the first fields from {@link #USER} on; 0 if the process has ended. */
    private static long ticks(long pid, int fields) throws IOException {
        String line;
        try {
            line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        } catch (NoSuchFileException ended) {
            return 0;
        }
        String[] values = line.substring(line.lastIndexOf(')') + 2).split(" ");
        long sum = 0;
        for (int i = 0; i < fields; i++) {
            sum += Long.parseLong(values[USER + i]);
        }
        return sum;
    }
}
