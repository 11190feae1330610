package dev.steno.bench.rule;

import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.bench.report.PartBenchmark;
import dev.steno.bench.report.Quantiles;
import dev.steno.bench.report.Report;
import dev.steno.command.Commands;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Sequences;
import dev.steno.flow.Times;
import dev.steno.option.Options;
import dev.steno.rule.Rules;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the hooks of a request and a response through many rules that do not match them. */
@Command(
        name = "rules-test",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what rules that do not match cost a flow: the hooks of the heads of the request and the response,",
            "with 1,000 rules of one kind. us: CPU of one flow, median of the runs. The bar is 20 us."
        })
public final class RulesCost extends PartBenchmark {
    @Option(names = "--rules", description = "Number of rules (default ${DEFAULT-VALUE}).")
    private int count = 1000;

    @Option(names = "--flows", description = "Number of flows of a run (default ${DEFAULT-VALUE}).")
    private int flows = 20_000;

    @Option(names = "--times", description = "Number of runs (default ${DEFAULT-VALUE}).")
    private int times = 5;

    public RulesCost() {
        super("rules-test");
    }

    @Override
    protected void measure(Report to) {
        measure(to, "none", 0, "block-list", i -> "");
        measure(to, "~d host (literal)", "block-list", i -> "/~d ads" + i + ".example.net/404");
        measure(to, "~u path (expression)", "block-list", i -> "/~u ^https?:..[^.]*.site" + i + ".org.*[.]js$/404");
        measure(to, "~m & ~u", "block-list", i -> "/~m get & ~u tracker" + i + "/404");
        measure(to, "~hq line", "block-list", i -> "/~hq x-test-" + i + "/404");
        measure(to, "~hq line (expression)", "block-list", i -> "/~hq '^cookie: .*user" + i + "=[a-z]+'/404");
        measure(to, "cookie", "block-list", i -> "/cookie ~ user" + i + "=/404");
        measure(to, "~src", "block-list", i -> "/~src 10.0.3." + i + "/404");
        measure(to, "~h line, on both messages", "modify-headers", i -> "/~h x-test-" + i + "/X-Found/1");
        measure(to, "~hs line", "modify-headers", i -> "/~hs 'server: edge-" + i + "'/X-Found/1");
        measure(to, "~ts type", "modify-headers", i -> "/~ts application.x-" + i + "/X-Found/1");
        measure(to, "~hq line, a body", "modify-body", i -> "/~hq x-test-" + i + "/a/b");
        measure(to, "~hs line, a body", "modify-body", i -> "/~hs x-test-" + i + "/a/b");
    }

    private void measure(Report report, String name, String kind, IntFunction<String> text) {
        measure(report, name, count, kind, text);
    }

    private void measure(Report report, String name, int rules, String kind, IntFunction<String> text) {
        if (!isWanted(name)) {
            return;
        }
        Options registry = new Options();
        try (AddonRuntime runtime = new AddonRuntime(
                List.of(new Rules()),
                new Sequences(),
                new RecordBudget(1 << 20),
                Runnable::run,
                registry,
                new Commands())) {
            registry.set(
                    kind,
                    registry.require(kind)
                            .join(IntStream.range(0, rules).mapToObj(text).toList()));
            HttpFlow asked = flow();
            HttpFlow answered = asked.withResponse(response());
            run(runtime, asked, answered, flows); // to warm up
            double[] micros = new double[times];
            for (int i = 0; i < times; i++) {
                long start = cpu();
                run(runtime, asked, answered, flows);
                micros[i] = (cpu() - start) / 1e3 / flows;
            }
            report.row("rules", name, "count", rules, "us", Math.round(Quantiles.median(micros) * 100) / 100.0);
        }
    }

    /** CPU time of this thread, on which all hooks run, in nanoseconds. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void run(AddonRuntime runtime, HttpFlow asked, HttpFlow answered, int flows) {
        for (int i = 0; i < flows; i++) {
            runtime.hooks().run(Hook.REQUEST_HEAD, 1, asked, HookContext.NONE, Runnable::run, outcome -> {});
            runtime.hooks().run(Hook.RESPONSE_HEAD, 1, answered, HookContext.NONE, Runnable::run, outcome -> {});
        }
    }

    private static HttpResponse response() {
        long now = Times.now();
        return new HttpResponse(
                "HTTP/1.1",
                200,
                "OK",
                Headers.of(
                        "Server", "nginx/1.24.0",
                        "Content-Type", "application/javascript; charset=utf-8",
                        "Cache-Control", "public, max-age=31536000, immutable",
                        "ETag", "\"65f2c1a0-1a2b\"",
                        "Set-Cookie", "seen=1; Path=/; Secure"),
                null,
                Body.NONE,
                now,
                now);
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
                "/assets/scripts/application-4f2a.js?version=17&lang=en",
                "HTTP/1.1",
                Headers.of(
                        "Host", "www.example.com",
                        "User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
                        "Accept", "*/*",
                        "Accept-Encoding", "gzip, deflate, br, zstd",
                        "Cookie", "session=0123456789abcdef"),
                null,
                Body.NONE,
                now,
                now);
        return new HttpFlow(
                1, 1, FlowState.OPEN, now, Times.UNSET, client, null, request, null, List.of(), null, Notes.NONE, null);
    }
}
