package dev.steno.bench.rule;

import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ThreadCpu;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Option;

/**
 * Runs of the same traffic in turn, without and with what is measured. Each run is compared with its neighbour, so that a machine
 * that becomes slower in the course of the measurement does not matter.
 */
final class PairedRuns {
    @Option(names = "--pairs", description = "Pairs of runs of each kind of traffic (default ${DEFAULT-VALUE}).")
    private int pairs;

    @Option(names = "--requests", description = "Most requests of a run (default ${DEFAULT-VALUE}).")
    private int requests;

    PairedRuns(int pairs, int requests) {
        this.pairs = pairs;
        this.requests = requests;
    }

    /** Most requests of a run. */
    int requests() {
        return requests;
    }

    /** Pairs of runs. */
    int pairs() {
        return pairs;
    }

    /** Sends the traffic of one run. */
    interface Traffic {
        /** Sends a number of requests or messages. */
        void send(int count) throws IOException, InterruptedException;
    }

    /** One run, and what an exchange or a message of it took. */
    interface Run {
        /** @param with whether what is measured is in force */
        Cost measure(boolean with) throws IOException, InterruptedException;
    }

    /**
     * What an exchange or a message took.
     *
     * @param cpuMicros of all threads of the proxy but the compilers of its JVM
     * @param micros from its begin to that of the next one
     */
    record Cost(double cpuMicros, double micros) {
        static Cost of(ProxyProcess proxy, int count, Traffic traffic) throws IOException, InterruptedException {
            long cpu = ThreadCpu.withoutCompilers(proxy.pid());
            long began = System.nanoTime();
            traffic.send(count);
            double micros = (System.nanoTime() - began) / 1e3 / count;
            return new Cost((ThreadCpu.withoutCompilers(proxy.pid()) - cpu) / 1e3 / count, micros);
        }
    }

    /** Measures the pairs and adds them to a report, as one row. */
    void measure(Report report, String name, Run run) throws IOException, InterruptedException {
        Cost[] without = new Cost[pairs];
        Cost[] with = new Cost[pairs];
        for (int i = 0; i < pairs; i++) {
            boolean first = i % 2 != 0; // so that what grows or shrinks with time favours neither
            Cost one = run.measure(first);
            Cost other = run.measure(!first);
            with[i] = first ? one : other;
            without[i] = first ? other : one;
        }
        double[] more = new double[pairs];
        double[] slower = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            more[i] = (with[i].cpuMicros / without[i].cpuMicros - 1) * 100;
            slower[i] = (1 - without[i].micros / with[i].micros) * 100;
        }
        report.row(
                "traffic", name,
                "CPU us without", median(without, Cost::cpuMicros),
                "CPU us with", median(with, Cost::cpuMicros),
                "CPU more %", quantile(more, 0.5),
                "lower quartile", quantile(more, 0.25),
                "upper quartile", quantile(more, 0.75),
                "throughput less %", quantile(slower, 0.5));
    }

    private static double median(Cost[] costs, ToDoubleFunction<Cost> value) {
        return quantile(Arrays.stream(costs).mapToDouble(value).toArray(), 0.5);
    }

    private static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
}
