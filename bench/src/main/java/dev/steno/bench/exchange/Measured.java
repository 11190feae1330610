package dev.steno.bench.exchange;

import dev.steno.bench.report.ProcessUsage;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.Resident;
import dev.steno.bench.report.ThreadCpu;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures imports and exports in this process, one after the other, each as a row of a report. What the JVM's compilers take is
 * told apart, since it is a matter of the first seconds of a process. For one thread.
 */
final class Measured {
    private static final int SAMPLE_MILLIS = 50;
    private static final double MIB = 1 << 20;

    private final Report report;
    private final boolean curve;
    private final long pid = ProcessHandle.current().pid();

    /** @param curve whether resident memory is sampled, and shown at each tenth of the time */
    Measured(Report report, boolean curve) {
        this.report = report;
        this.curve = curve;
    }

    /** What is measured. */
    interface Work {
        /** Does it. */
        void run() throws IOException;
    }

    /**
     * Runs the work.
     *
     * @param bytes that it reads or writes, by which rates are computed
     */
    void run(String what, long flows, double bytes, Work work) throws IOException {
        System.err.println(what + ": " + flows + " flows ...");
        Sampler sampler = new Sampler();
        if (curve) {
            sampler.start();
        }
        long cpu = ProcessUsage.cpuNanos();
        long compilers = ThreadCpu.compilers(pid);
        long own = ownNanos();
        long begin = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        own = ownNanos() - own;
        cpu = ProcessUsage.cpuNanos() - cpu;
        compilers = ThreadCpu.compilers(pid) - compilers;
        List<Object> row = new ArrayList<>(List.of(
                "what",
                what,
                "flows",
                flows,
                "MB",
                bytes / 1e6,
                "seconds",
                seconds,
                "MB/s",
                bytes / 1e6 / seconds,
                "flows/s",
                flows / seconds));
        row.addAll(List.of(
                "CPU, ns a byte",
                cpu / bytes,
                "without compilers",
                (cpu - compilers) / bytes,
                "its thread alone",
                own / bytes,
                "CPU, us a flow",
                cpu / 1e3 / flows,
                "its thread alone, us",
                own / 1e3 / flows,
                "peak RSS, MiB",
                ProcessUsage.residentPeak() / MIB));
        if (curve) {
            row.add("RSS at tenths, MiB");
            row.add(sampler.tenths());
        }
        report.row(row.toArray());
    }

    private static long ownNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Reads the resident memory while the work runs. */
    private final class Sampler extends Thread {
        private final List<Long> seen = new ArrayList<>();
        private volatile boolean ended;

        Sampler() {
            super("rss-sampler");
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                while (!ended) {
                    seen.add(Resident.now(pid));
                    Thread.sleep(SAMPLE_MILLIS);
                }
            } catch (IOException | InterruptedException e) {
                // the curve ends here
            }
        }

        /** Ends the thread; returns the highest memory in each tenth of the time. */
        String tenths() throws IOException {
            ended = true;
            try {
                join();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            return IntStream.range(0, 10)
                    .mapToLong(i -> seen.subList(seen.size() * i / 10, Math.max(seen.size() * (i + 1) / 10, 1)).stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElse(0))
                    .mapToObj(bytes -> Long.toString(Math.round(bytes / MIB)))
                    .collect(Collectors.joining(" "));
        }
    }
}
