package dev.steno.bench.script;

import dev.steno.addon.FlowInFlight;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.BlockingExecutor;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.command.Commands;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Sequences;
import dev.steno.flow.Times;
import dev.steno.option.Options;
import dev.steno.script.run.ScriptAddon;
import dev.steno.script.run.ScriptPorts;
import dev.steno.script.source.ScriptException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compiles a script, loads it again, and calls a method that changes nothing, on an event loop's thread and on others. */
@Command(
        name = "script",
        mixinStandardHelpOptions = true,
        description = {
            "Measures scripts: the first compilation of a process, further loads, and calls of a method that reads a field.",
            "ms: CPU of the process. us: of a call; the CPU of its thread if it is declared @Inline, else the time until",
            "the verdict, and the CPU of the process. Bars: 2000 ms, 400 ms, 1 us, 20 us."
        })
public final class ScriptCost implements Callable<Integer> {
    private static final String METHOD =
            "void requestheaders(Flow f) { if (f.request().header(\"X-None\") != null) f.kill(); }\n";

    @Option(names = "--calls", description = "Number of calls of a run (default ${DEFAULT-VALUE}).")
    private int calls = 100_000;

    @Option(names = "--times", description = "Number of runs, and of loads (default ${DEFAULT-VALUE}).")
    private int times = 11;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final Report report = new Report("script");

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("steno-script");
        Path file = folder.resolve("test.java");
        try (BlockingExecutor threads = new BlockingExecutor()) {
            Files.writeString(file, "@Inline " + METHOD);
            long begun = processCpu();
            ScriptAddon script = ScriptAddon.of(file, ports());
            report.row("what", "first compilation", "unit", "ms", "value", millis(processCpu() - begun));
            measureCalls(script, "call, inline", threads, true);
            Files.writeString(file, METHOD);
            measureCalls(ScriptAddon.of(file, ports()), "call, other thread", threads, false);
            options.print(report);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
        return 0;
    }

    private static ScriptPorts ports() {
        Options registry = new Options();
        return new ScriptPorts(
                () -> registry,
                Commands::new,
                () -> {
                    throw new IllegalStateException("no proxy");
                },
                ScriptPorts.Query.NONE);
    }

    private void measureCalls(ScriptAddon script, String what, BlockingExecutor threads, boolean inline)
            throws IOException, ScriptException, InterruptedException {
        try (AddonRuntime runtime =
                new AddonRuntime(List.of(script), new Sequences(), new RecordBudget(1 << 20), threads)) {
            HttpFlow flow = flow();
            runtime.inFlight().began(flow.id(), inFlight());
            run(runtime, flow, calls); // to warm up
            double[] micros = new double[times];
            double[] cpu = new double[times];
            for (int i = 0; i < times; i++) {
                long begun = inline ? threadCpu() : System.nanoTime();
                long before = processCpu();
                run(runtime, flow, calls);
                cpu[i] = (processCpu() - before) / 1e3 / calls;
                micros[i] = ((inline ? threadCpu() : System.nanoTime()) - begun) / 1e3 / calls;
            }
            report.row("what", what, "unit", "us", "value", median(micros));
            if (!inline) {
                report.row("what", what + ", CPU", "unit", "us", "value", median(cpu));
            }
            if (inline) {
                double[] loads = new double[times];
                for (int i = 0; i < times; i++) {
                    long begun = processCpu();
                    script.reload();
                    loads[i] = millis(processCpu() - begun);
                }
                Arrays.sort(loads);
                report.row("what", "further load, median", "unit", "ms", "value", loads[times / 2]);
                report.row("what", "further load, longest", "unit", "ms", "value", loads[times - 1]);
            }
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return Math.round(values[values.length / 2] * 100) / 100.0;
    }

    /** Calls one after the other: each waits for its verdict. */
    private static void run(AddonRuntime runtime, HttpFlow flow, int calls) throws InterruptedException {
        Semaphore verdict = new Semaphore(0);
        for (int i = 0; i < calls; i++) {
            runtime.hooks()
                    .run(
                            Hook.REQUEST_HEAD,
                            flow.id(),
                            flow,
                            HookContext.NONE,
                            Runnable::run,
                            outcome -> verdict.release());
            verdict.acquire();
        }
    }

    private static long processCpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long threadCpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e5) / 10.0;
    }

    /** A flow in progress on which nothing is done. */
    private static FlowInFlight inFlight() {
        return (FlowInFlight) Proxy.newProxyInstance(
                ScriptCost.class.getClassLoader(), new Class<?>[] {FlowInFlight.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private static HttpFlow flow() {
        long now = Times.now();
        Peer client =
                new Peer(1, new Endpoint("127.0.0.1", 40_000), null, null, now, Times.UNSET, Times.UNSET, null, null);
        HttpRequest request = new HttpRequest(
                "GET",
                "https",
                "www.example.com",
                443,
                "/",
                "HTTP/1.1",
                Headers.of("Host", "www.example.com", "User-Agent", "Mozilla/5.0", "Accept", "*/*"),
                null,
                Body.NONE,
                now,
                Times.UNSET);
        return new HttpFlow(
                1, 1, FlowState.OPEN, now, Times.UNSET, client, null, request, null, List.of(), null, Notes.NONE, null);
    }
}
