package dev.steno.mcp.tool;

import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.answer.VisibleText;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import dev.steno.stats.FlowScope;
import dev.steno.stats.GroupKey;
import dev.steno.stats.Groups;
import dev.steno.stats.Question;
import dev.steno.stats.Statistics;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/** Groups flows. */
final class FlowsStatsTool implements McpTool {
    private static final int USUAL = 20;
    private static final int MOST = 200;
    private static final List<String> RANKS = Arrays.stream(Groups.Rank.values())
            .map(rank -> rank.name().toLowerCase(Locale.ROOT))
            .toList();

    private final McpRecord record;

    FlowsStatsTool(McpRecord record) {
        this.record = record;
    }

    @Override
    public ToolSpec spec() {
        return ToolSpec.reading(
                "flows_stats",
                "Group flows",
                "Groups flows by host, type, status and so on: number, errors, bytes, median and 95th percentile of the"
                        + " durations of each group, and a filter for its flows. Begin here with an unknown session.",
                ToolParameter.choice(
                        "by", "host by default; template is the path with variable parts", GroupKey.names()),
                ToolParameter.filter(),
                ToolParameter.choice("order", "what the largest have most of; flows by default", RANKS),
                ToolParameter.number("limit", "groups; " + USUAL + " by default", 1, MOST));
    }

    @Override
    public void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws ToolFailure, IOException {
        String by = arguments.choice("by", "host", GroupKey.names());
        GroupKey key = GroupKey.named(by).orElseThrow();
        Groups.Rank rank =
                Groups.Rank.valueOf(arguments.choice("order", "flows", RANKS).toUpperCase(Locale.ROOT));
        int limit = (int) arguments.number("limit", USUAL, 1, MOST);
        Groups.Answer answer;
        try {
            answer = record.statistics()
                    .answer(
                            FlowScope.of(arguments.filter()),
                            new Question<>(List.of("groups", by, limit, rank), () -> new Groups(key, limit, rank)),
                            cancelled);
        } catch (Statistics.BusyException e) {
            throw new ToolFailure(String.valueOf(e.getMessage()));
        } catch (CancellationException e) {
            throw new ToolFailure("the statistics were cancelled; call again");
        }
        to.add(by + "\tflows\terrors\trequest_bytes\tresponse_bytes\tp50\tp95\tfilter");
        int shown = 0;
        while (shown < answer.groups().size() && to.add(line(answer.groups().get(shown)))) {
            shown++;
        }
        to.say(Quantity.count(answer.total(), "flow") + " in " + Quantity.count(answer.keys(), "group") + " by " + by
                + (shown < answer.keys() ? "; the " + shown + " largest:" : ":"));
        if (shown < answer.keys()) {
            to.hint("Others: " + Quantity.count(answer.other().flows(), "flow") + ". Call with a larger limit, up to "
                    + MOST + ", or a filter");
        }
    }

    private String line(Groups.Group group) {
        return VisibleText.line(group.key().isEmpty() ? "(none)" : group.key(), 200) + "\t" + group.flows() + "\t"
                + group.errors() + "\t" + group.requestBytes() + "\t" + group.responseBytes() + "\t"
                + duration(group.p50()) + "\t" + duration(group.p95()) + "\t"
                + (group.filter() == null ? "" : VisibleText.line(group.filter().toString(), 200));
    }

    private static String duration(long nanos) {
        return nanos < 0 ? "" : Quantity.duration(nanos);
    }
}
