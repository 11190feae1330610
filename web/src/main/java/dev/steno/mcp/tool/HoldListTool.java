package dev.steno.mcp.tool;

import dev.steno.flow.Flow;
import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.answer.VisibleText;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import dev.steno.text.FlowSummary;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists held messages of the running Steno. */
final class HoldListTool implements McpTool {
    private final McpRecord record;
    private final RunningSteno.Finder running;

    HoldListTool(McpRecord record, RunningSteno.Finder running) {
        this.record = record;
        this.running = running;
    }

    @Override
    public ToolSpec spec() {
        return ToolSpec.reading(
                "hold_list",
                "List held messages",
                "Lists the messages that wait for a decision, the oldest first: flow, point, since when, and why.");
    }

    @Override
    public void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws ToolFailure, IOException {
        Map<String, @Nullable Object> answer =
                RunningCalls.object(RunningCalls.find(running).get("/held"));
        List<Map<String, @Nullable Object>> held = RunningCalls.objects(answer.get("held"));
        int shown = 0;
        while (shown < held.size() && to.add(line(held.get(shown)))) {
            shown++;
        }
        boolean active =
                Boolean.TRUE.equals(RunningCalls.object(answer.get("intercept")).get("active"));
        to.say(Quantity.count(held.size(), "message") + " held"
                + (shown < held.size() ? ", the first " + shown + " of them:" : ".")
                + (active ? "" : " Holding is switched off."));
        if (!held.isEmpty()) {
            to.hint("One of them: flow_get {\"flow\":" + RunningCalls.text(held.get(0), "id")
                    + "}; to decide: hold_decide {\"flow\":" + RunningCalls.text(held.get(0), "id")
                    + ",\"action\":\"resume\"}");
        }
    }

    private String line(Map<String, @Nullable Object> held) throws IOException {
        long id = held.get("id") instanceof Number number ? number.longValue() : 0;
        // the URL from the record, where it is redacted
        Optional<Flow> flow = record.reader().flow(id);
        String url = flow.map(each -> FlowSummary.of(each))
                .map(each -> (each.method() == null ? "" : each.method() + " ") + each.url())
                .orElse("(not recorded yet)");
        return "#" + id + "\t" + RunningCalls.text(held, "point") + "\tsince " + RunningCalls.text(held, "since") + "\t"
                + VisibleText.line(record.redacted(RunningCalls.text(held, "why")), 200) + "\t"
                + VisibleText.line(url, 300)
                + (Boolean.TRUE.equals(held.get("changed")) ? "\tchanged" : "");
    }
}
