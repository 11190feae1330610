package dev.steno.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this process used of the machine. CPU time rather than time on the clock is what figures rest on: a neighbour takes the
 * second, hardly the first.
 */
public final class Usage {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Usage() {}

    /** CPU time of all threads since the process began, in nanoseconds. */
    public static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /** Time in garbage collections since the process began, in milliseconds. */
    public static long collectionMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
