package dev.steno.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * What this process used of the machine. CPU time rather than time on the clock is what figures rest on: a neighbour takes the
 * second, hardly the first.
 */
public final class ProcessUsage {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ProcessUsage() {}

    /** CPU time of all threads since the process began, in nanoseconds. */
    public static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /** The number of the newest live thread of a name. */
    public static long threadId(String name) {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().equals(name))
                .mapToLong(ThreadInfo::getThreadId)
                .max()
                .orElseThrow(() -> new IllegalStateException("no thread is called " + name));
    }

    /** CPU time of a thread since it began, in nanoseconds. */
    public static long threadCpuNanos(long id) {
        return THREADS.getThreadCpuTime(id);
    }

    /** Begins a new peak of the heap, after a collection. */
    public static void forgetHeapPeak() {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** The most bytes of heap in use since then, what nobody needs any more included. */
    public static long heapPeak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    /** The most memory that this process had resident, in bytes; 0 where the system does not tell. */
    public static long residentPeak() throws IOException {
        return Resident.peak(ProcessHandle.current().pid());
    }
}
