package dev.steno.cli.remote;

import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.json.Json;
import dev.steno.text.Printable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno rules}: prints the rules of a running Steno, in the order in which they act. */
public final class RulesCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "Show the rules of a running Steno, in the order in which they act, and what they did.";
    }

    @Override
    public void describe(CommandSpec spec) {
        ProxyChoice.describe(spec);
        spec.addOption(OptionSpec.builder("--json")
                .description("Prints a JSON object for each, one per line.")
                .build());
        spec.usageMessage()
                .footer("", "Rules are set by options such as --modify-headers; steno call rules.set changes them.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        PrintStream out = console.out();
        List<Map<String, @Nullable Object>> rules = JsonTree.objects(
                JsonTree.object(ApiClient.of(ProxyChoice.one(call)).get("/rules"))
                        .get("rules"));
        for (Map<String, @Nullable Object> rule : rules) {
            if (call.hasMatchedOption("--json")) {
                out.println(new String(Json.bytes(json -> Json.value(json, rule)), StandardCharsets.UTF_8));
            } else {
                print(out, rule);
            }
        }
        if (rules.isEmpty()) {
            console.say("no rule is set; steno call rules.set KIND RULE sets one, such as block-list '/~d ads/404'");
        }
        return ExitCode.OK;
    }

    private static void print(PrintStream out, Map<String, @Nullable Object> rule) {
        boolean on = Boolean.TRUE.equals(rule.get("on"));
        long failed = JsonTree.number(rule, "failed");
        String last = JsonTree.text(rule, "last");
        String spec = JsonTree.text(rule, "spec");
        String filter = JsonTree.text(rule, "filter");
        String shown = spec.contains(filter) ? spec : filter + "  " + spec;
        out.println(Printable.line(String.format(
                "%3d  %-20s %-15s %s%d %s%s%s",
                JsonTree.number(rule, "order"),
                JsonTree.text(rule, "name"),
                JsonTree.text(rule, "kind"),
                on ? "" : "off, ",
                JsonTree.number(rule, "hits"),
                last.isEmpty() ? "hits" : "hits, last " + last,
                failed == 0 ? "" : ", " + failed + " failed",
                shown.isEmpty() ? "" : "  " + shown)));
    }
}
