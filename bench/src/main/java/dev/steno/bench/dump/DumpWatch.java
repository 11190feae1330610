package dev.steno.bench.dump;

import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.codec.FlowCodec;
import dev.steno.flow.HttpFlow;
import dev.steno.option.ByteSize;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@link DumpBenchmark} once per body size, in a separate JVM, and shows both formats side by side. */
@Command(
        name = "dump-watch",
        mixinStandardHelpOptions = true,
        description = {
            "CPU time and size of one serialised flow: the session's protobuf compared with mitmproxy's tnetstring.",
            "Each operation uses another of many varied flows; medians of JMH iterations. Neither format contains"
                    + " certificates, since the session stores each once; the last column is the size with certificates, as"
                    + " mitmproxy writes them."
        })
public final class DumpWatch implements Callable<Integer> {
    @Option(
            names = "--body",
            split = ",",
            paramLabel = "SIZE",
            description = "Sizes of the response body (default ${DEFAULT-VALUE}).")
    private List<String> bodies = List.of("0", "1kib", "100kib", "4mib");

    @Option(
            names = "--iterations",
            description = "Number of measured iterations of one second (default ${DEFAULT-VALUE}).")
    private int iterations = 7;

    @Option(names = "--warmup", description = "Number of warm-up iterations of one second (default ${DEFAULT-VALUE}).")
    private int warmup = 4;

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Override
    public Integer call() throws RunnerException {
        Report report = new Report("dump-watch");
        for (String body : bodies) {
            int size = Math.toIntExact(ByteSize.parse(body).bytes());
            Map<String, Double> nanos = measure(size);
            List<HttpFlow> flows = Specimens.of(size);
            StateWriter plain = new StateWriter(false);
            StateWriter full = new StateWriter(true);
            report.row(
                    "body",
                    body,
                    "protobuf dump us",
                    microseconds(nanos, "protobufDump"),
                    "load us",
                    microseconds(nanos, "protobufLoad"),
                    "bytes",
                    flows.stream()
                                    .mapToLong(flow -> FlowCodec.encode(flow).length)
                                    .sum()
                            / flows.size(),
                    "tnetstring dump us",
                    microseconds(nanos, "tnetstringDump"),
                    "tnetstring load us",
                    microseconds(nanos, "tnetstringLoad"),
                    "tnetstring bytes",
                    flows.stream().mapToLong(flow -> plain.dump(flow).length).sum() / flows.size(),
                    "with certificates",
                    flows.stream().mapToLong(flow -> full.dump(flow).length).sum() / flows.size());
        }
        options.print(report);
        return 0;
    }

    private static double microseconds(Map<String, Double> nanos, String benchmark) {
        Double median = nanos.get(benchmark);
        if (median == null) {
            throw new IllegalStateException("no result of the benchmark " + benchmark);
        }
        return median / 1e3;
    }

    private Map<String, Double> measure(int size) throws RunnerException {
        System.err.println("dump-watch: bodies of " + new ByteSize(size) + "...");
        var jmh = new OptionsBuilder()
                .include(DumpBenchmark.class.getName())
                .param("body", Integer.toString(size))
                .warmupIterations(warmup)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true)
                .addProfiler(CpuProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .build();
        Map<String, Double> medians = new TreeMap<>();
        for (RunResult result : new Runner(jmh).run()) {
            Result<?> cpu = result.getSecondaryResults().get(CpuProfiler.RESULT);
            if (cpu == null) {
                throw new IllegalStateException("no result of the profiler " + CpuProfiler.RESULT);
            }
            medians.put(
                    result.getPrimaryResult().getLabel(), cpu.getStatistics().getPercentile(50));
        }
        return medians;
    }
}
