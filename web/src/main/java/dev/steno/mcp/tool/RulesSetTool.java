package dev.steno.mcp.tool;

import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.answer.VisibleText;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets rules of the running Steno. */
final class RulesSetTool implements McpTool {
    private final McpRecord record;
    private final RunningSteno.Finder running;
    private final Approvals approvals;

    RulesSetTool(McpRecord record, RunningSteno.Finder running, Approvals approvals) {
        this.record = record;
        this.running = running;
        this.approvals = approvals;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "rules_set",
                "Set rules",
                "Sets the rules of one kind, in place of those that the kind has; an empty list removes them. They act on"
                        + " all traffic until they are set again.",
                List.of(
                        ToolParameter.text("kind", "such as modify-headers, modify-body, map-remote, block-list")
                                .needed(),
                        ToolParameter.list(
                                        "specs",
                                        "the rules, such as /~d example.org/X-Test/1 for modify-headers, or"
                                                + " /~d ads/404 for block-list",
                                        Map.of("type", "string"))
                                .needed()),
                Grant.RULES);
    }

    @Override
    public void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws ToolFailure, IOException {
        List<String> given = new ArrayList<>();
        given.add(arguments.needed("kind"));
        given.addAll(arguments.texts("specs"));
        RunningCalls.refuseTokens(given);
        RunningSteno steno = RunningCalls.find(running);
        approvals.require(Grant.RULES, "", "set rules, which act on the traffic of all hosts", cancelled);
        List<Map<String, @Nullable Object>> rules =
                RunningCalls.objects(RunningCalls.command(steno, "rules.set", given));
        for (Map<String, @Nullable Object> rule : rules) {
            if (!to.add(VisibleText.line(
                    RunningCalls.text(rule, "order") + " " + RunningCalls.text(rule, "name") + " "
                            + RunningCalls.text(rule, "kind")
                            + (Boolean.TRUE.equals(rule.get("on")) ? " " : " (off) ")
                            + record.redacted(
                                    RunningCalls.text(rule, "filter") + " " + RunningCalls.text(rule, "spec")),
                    400))) {
                to.hint("Further rules do not fit: steno rules lists all");
                break;
            }
        }
        to.say(Quantity.count(rules.size(), "rule") + " of the kind " + given.get(0) + (rules.isEmpty() ? "." : ":"));
    }
}
