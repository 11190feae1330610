package dev.steno.web.metrics;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The process and its Java machine, under the names of Prometheus' client for Java: memory, garbage collection, threads,
 * CPU time. Stateless.
 */
public final class ProcessMetrics implements MetricSource {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final String version;

    /** @param version Steno's */
    public ProcessMetrics(String version) {
        this.version = version;
    }

    @Override
    public void addTo(MetricList list) throws IOException {
        list.gauge(
                "steno_build_info",
                "The version that runs.",
                1,
                "version",
                version,
                "java",
                Runtime.version().toString());
        memory(list, "heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage());
        memory(list, "nonheap", ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage());
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            String help = "Memory of buffers outside of the heap, by the pool.";
            list.gauge("jvm_buffer_pool_used_bytes", help, pool.getMemoryUsed(), "pool", pool.getName());
        }
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            String name = collector.getName();
            long count = Math.max(0, collector.getCollectionCount());
            double seconds = Math.max(0, collector.getCollectionTime()) / 1e3;
            list.summary(
                    "jvm_gc_collection_seconds", "Garbage collections and their time.", count, seconds, "gc", name);
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        list.gauge("jvm_threads_current", "Threads.", threads.getThreadCount());
        list.gauge("jvm_threads_peak", "The most threads that there were at once.", threads.getPeakThreadCount());
        list.gauge("process_start_time_seconds", "The start, in seconds since 1970.", started());
        process(list);
    }

    private static void memory(MetricList list, String area, MemoryUsage usage) {
        list.gauge("jvm_memory_used_bytes", "Memory in use.", usage.getUsed(), "area", area);
        list.gauge(
                "jvm_memory_committed_bytes",
                "Memory that the operating system has committed.",
                usage.getCommitted(),
                "area",
                area);
        list.gauge("jvm_memory_max_bytes", "Upper bound on memory; -1 for none.", usage.getMax(), "area", area);
    }

    private static double started() {
        return ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3;
    }

    private static void process(MetricList list) throws IOException {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            double seconds = Math.max(0, system.getProcessCpuTime()) / 1e9;
            list.counter("process_cpu_seconds", "CPU time of the process.", seconds);
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
            list.gauge("process_open_fds", "Open files and sockets.", unix.getOpenFileDescriptorCount());
            list.gauge("process_max_fds", "Upper bound on open files and sockets.", unix.getMaxFileDescriptorCount());
        }
        if (Files.isReadable(STATUS)) { // Linux
            String help = "Memory of the process in RAM.";
            list.gauge("process_resident_memory_bytes", help, resident(Files.readAllLines(STATUS)));
        }
    }

    /** Returns the value of the line {@code VmRSS:  1234 kB} in bytes; NaN if there is none. */
    private static double resident(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024.0)
                .findFirst()
                .orElse(Double.NaN);
    }
}
