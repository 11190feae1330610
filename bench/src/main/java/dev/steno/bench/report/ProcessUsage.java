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
 * CPU time and memory of this process. Figures rest on CPU time rather than wall time, since other processes on the
 * machine affect it much less.
 */
public final class ProcessUsage {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ProcessUsage() {}

    /** CPU time of all threads since the process started, in nanoseconds. */
    public static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /** The id of the newest live thread with this name. */
    public static long threadId(String name) {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().equals(name))
                .mapToLong(ThreadInfo::getThreadId)
                .max()
                .orElseThrow(() -> new IllegalStateException("no thread is called " + name));
    }

    /** CPU time of a thread since it started, in nanoseconds. */
    public static long threadCpuNanos(long id) {
        return THREADS.getThreadCpuTime(id);
    }

    /** Collects garbage and resets the peak of the heap. */
    public static void forgetHeapPeak() {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** Peak of the heap in bytes since {@link #forgetHeapPeak}, including garbage. */
    public static long heapPeak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    /** Peak resident memory of this process in bytes; 0 if the system does not report it. */
    public static long residentPeak() throws IOException {
        return Resident.peak(ProcessHandle.current().pid());
    }
}
