package dev.steno.cli.remote;

import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.json.Json;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno status}: tells what the running Stenos record, and where they listen. */
public final class StatusCommand extends ParsedSubcommand {
    private static final long SLOW_MICROS = 50_000;
    private static final int MOST_SLOW = 3;

    @Override
    public String summary() {
        return "Show what a running Steno records, and where it listens.";
    }

    @Override
    public void describe(CommandSpec spec) {
        ProxyChoice.describe(spec);
        spec.addOption(OptionSpec.builder("--json")
                .description("Prints a JSON object for each, one per line.")
                .build());
        spec.usageMessage().footer("", "Shows all that run with the home folder. Exit codes: 0, or 1 if none runs.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        PrintStream out = console.out();
        for (RunningProxy proxy : ProxyChoice.all(call)) {
            Map<String, @Nullable Object> status = status(proxy);
            if (call.hasMatchedOption("--json")) {
                out.println(new String(Json.bytes(json -> Json.value(json, status)), StandardCharsets.UTF_8));
            } else {
                print(out, status);
            }
        }
        return ExitCode.OK;
    }

    private static Map<String, @Nullable Object> status(RunningProxy proxy) throws IOException {
        if (proxy.web().isPresent()) {
            return JsonTree.object(ApiClient.of(proxy).get("/status"));
        }
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("pid", proxy.pid());
        status.put("home", proxy.home().toString());
        status.put(
                "listeners",
                proxy.addresses().stream()
                        .map(address -> Map.of("address", address))
                        .toList());
        status.put("web", null);
        status.put("recording", proxy.session().isPresent());
        status.put(
                "session",
                proxy.session().map(file -> Map.of("path", file.toString())).orElse(null));
        return status;
    }

    private static void print(PrintStream out, Map<String, @Nullable Object> status) {
        Map<String, @Nullable Object> session = JsonTree.object(status.get("session"));
        Map<String, @Nullable Object> rates = JsonTree.object(status.get("rates"));
        List<String> known = new ArrayList<>();
        if (session.containsKey("flows")) {
            known.add(Quantity.count(JsonTree.number(session, "flows"), "flow"));
            known.add(Quantity.bytes(JsonTree.number(session, "bytes")));
        }
        if (rates.containsKey("flows_per_second")) {
            known.add(JsonTree.number(rates, "flows_per_second") + " flows/s");
        }
        line(out, "session", session.isEmpty() ? "none" : JsonTree.text(session, "path"));
        if (!known.isEmpty()) {
            line(out, "recorded", String.join(", ", known));
        }
        String trouble = JsonTree.text(status, "trouble");
        if (!trouble.isEmpty()) {
            line(out, "trouble", trouble);
        }
        ShipLine.of(JsonTree.object(status.get("shipping"))).ifPresent(each -> line(out, "shipping", each));
        line(
                out,
                "listening",
                JsonTree.objects(status.get("listeners")).stream()
                        .map(each -> (JsonTree.text(each, "address") + " " + JsonTree.text(each, "mode")).strip())
                        .collect(Collectors.joining(", ")));
        if (status.containsKey("connections")) {
            line(out, "clients", Quantity.count(JsonTree.number(status, "connections"), "connection"));
        }
        long held = JsonTree.number(status, "held");
        String intercept = JsonTree.text(status, "intercept");
        if (held > 0 || !intercept.isEmpty()) {
            line(
                    out,
                    "held",
                    Quantity.count(held, "flow") + (intercept.isEmpty() ? "" : " (intercept " + intercept + ")"));
        }
        List<Map<String, @Nullable Object>> scripts = JsonTree.objects(status.get("scripts"));
        Map<String, @Nullable Object> handlers = JsonTree.object(status.get("handlers"));
        ScriptLines.of(scripts, slow(handlers)).forEach(each -> line(out, "script", each));
        handlers(out, handlers, scripts);
        long behind = JsonTree.number(JsonTree.object(status.get("index")), "behind");
        if (behind > 0) {
            line(out, "text index", Quantity.count(behind, "flow") + " behind");
        }
        String web = JsonTree.text(JsonTree.object(status.get("web")), "address");
        line(out, "web", web.isEmpty() ? "off" : web + " (steno web prints the URL to open)");
        String started = JsonTree.text(status, "started");
        line(
                out,
                "process",
                JsonTree.number(status, "pid") + (started.isEmpty() ? "" : ", since " + toSeconds(started)) + ", home "
                        + JsonTree.text(status, "home"));
    }

    /** The handlers of addons that are slow, the slowest first. */
    private static List<Map<String, @Nullable Object>> slow(Map<String, @Nullable Object> handlers) {
        return JsonTree.objects(handlers.get("times")).stream()
                .filter(each -> JsonTree.number(each, "p99_us") > SLOW_MICROS)
                .sorted(Comparator.comparingLong(each -> -JsonTree.number(each, "p99_us")))
                .toList();
    }

    /** How slow a handler is, in words. @param of which calls, with a space before it */
    static String times(Map<String, @Nullable Object> handler, String of) {
        return Quantity.count(JsonTree.number(handler, "calls"), "call") + of + ", 99 of 100 within "
                + JsonTree.number(handler, "p99_us") / 1_000 + " ms, longest "
                + JsonTree.number(handler, "max_us") / 1_000 + " ms";
    }

    /** Prints the slowest handlers of addons that are no scripts, if there are slow ones, and blocking handlers that wait. */
    private static void handlers(
            PrintStream out, Map<String, @Nullable Object> handlers, List<Map<String, @Nullable Object>> scripts) {
        Set<String> ofScripts =
                scripts.stream().map(each -> JsonTree.text(each, "name")).collect(Collectors.toSet());
        slow(handlers).stream()
                .filter(each -> !ofScripts.contains(JsonTree.text(each, "addon")))
                .limit(MOST_SLOW)
                .forEach(each -> line(
                        out,
                        "slow",
                        "addon " + JsonTree.text(each, "addon") + " at " + JsonTree.text(each, "hook") + ": "
                                + times(each, "")));
        long queued = JsonTree.number(handlers, "queued");
        long refused = JsonTree.number(handlers, "refused");
        if (queued > 0 || refused > 0) {
            line(
                    out,
                    "handlers",
                    JsonTree.number(handlers, "threads") + " threads, " + queued + " waiting, " + refused
                            + " skipped since all were busy");
        }
    }

    /** An instant as text, to the second. */
    private static String toSeconds(String instant) {
        return Instant.parse(instant).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void line(PrintStream out, String name, String value) {
        out.println(name + " ".repeat(Math.max(1, 12 - name.length())) + Printable.line(value));
    }
}
