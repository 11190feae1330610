package dev.steno.bench.rule;

import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Quantiles;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ThreadCpu;
import dev.steno.bench.report.Turns;
import java.io.IOException;
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
        Turns<Cost> turns = Turns.of(pairs, run::measure);
        double[] more = new double[pairs];
        double[] slower = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            more[i] = (turns.with().get(i).cpuMicros / turns.without().get(i).cpuMicros - 1) * 100;
            slower[i] = (1 - turns.without().get(i).micros / turns.with().get(i).micros) * 100;
        }
        report.row(
                "traffic", name,
                "CPU us without", Quantiles.median(turns.without(), Cost::cpuMicros),
                "CPU us with", Quantiles.median(turns.with(), Cost::cpuMicros),
                "CPU more %", Quantiles.quantile(more, 0.5),
                "lower quartile", Quantiles.quantile(more, 0.25),
                "upper quartile", Quantiles.quantile(more, 0.75),
                "throughput less %", Quantiles.quantile(slower, 0.5));
    }
}
