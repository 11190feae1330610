package dev.steno.mcp.tool;

import com.google.re2j.PatternSyntaxException;
import dev.steno.filter.Regex;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.json.FlowIdJson;
import dev.steno.look.FlowMessages;
import dev.steno.look.MessageFilter;
import dev.steno.look.MessageRow;
import dev.steno.look.MessageWindow;
import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.answer.VisibleText;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import dev.steno.text.Quantity;
import dev.steno.text.Timestamps;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the messages of a WebSocket, a raw stream or an event stream. */
final class MessagesListTool implements McpTool {
    private static final int USUAL = 50;
    private static final int MOST = 200;

    private final McpRecord record;

    MessagesListTool(McpRecord record) {
        this.record = record;
    }

    @Override
    public ToolSpec spec() {
        return ToolSpec.reading(
                "messages_list",
                "List messages",
                "Lists the messages of a WebSocket, a raw stream or an event stream, each with its first 200 characters.",
                ToolParameter.flow(),
                ToolParameter.number("from", "place of the first one in the list, from 0", 0, Integer.MAX_VALUE),
                ToolParameter.flag("tail", "the last ones instead"),
                ToolParameter.text("regex", "only messages in which this RE2 expression matches"),
                ToolParameter.choice("direction", "only those of one side", List.of("client", "server")),
                ToolParameter.number("limit", USUAL + " by default", 1, MOST));
    }

    @Override
    public void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws ToolFailure, IOException {
        Flow flow = FlowReading.read(record, arguments.flow("flow"));
        if (flow.messages() == 0 && !FlowMessages.isEvents(flow)) {
            throw new ToolFailure(
                    "flow " + FlowNumber.print(flow.id()) + " has no messages; flow_get shows what it has");
        }
        Direction direction = arguments.isGiven("direction")
                ? FlowMessages.direction(arguments.choice("direction", "client", List.of("client", "server")))
                : null;
        MessageWindow window = record.messages()
                .window(
                        record.reader(),
                        flow,
                        new MessageFilter(regex(arguments), direction, null),
                        arguments.number("from", 0, 0, Integer.MAX_VALUE),
                        (int) arguments.number("limit", USUAL, 1, MOST),
                        arguments.flag("tail", false));
        to.add("seq\ttime\tfrom\tkind\tbytes\ttext");
        int shown = 0;
        while (shown < window.rows().size() && to.add(line(window.rows().get(shown)))) {
            shown++;
        }
        long next = window.from() + shown;
        to.say("Flow " + FlowNumber.print(flow.id()) + ": " + Quantity.count(window.size(), "message")
                + (window.searched() < window.of() ? " so far; the search goes on with the next call" : "")
                + ", shown are "
                + shown + " from place " + window.from() + " on.");
        if (next < window.size()) {
            to.hint("More: the same call with from " + next);
        }
        if (shown > 0) {
            to.hint("One of them whole: flow_body {\"flow\":" + FlowIdJson.text(flow.id()) + ",\"message\":"
                    + window.rows().get(0).sequence() + "}");
        }
    }

    private static @Nullable Regex regex(ToolArguments arguments) throws ToolFailure {
        try {
            return arguments.isGiven("regex") ? Regex.of(arguments.needed("regex"), Regex.Mode.DOTALL) : null;
        } catch (PatternSyntaxException e) {
            throw new ToolFailure("regex: " + e.getMessage());
        }
    }

    private static String line(MessageRow row) {
        return row.sequence() + "\t" + (row.time() > 0 ? Timestamps.iso(row.time()) : "") + "\t"
                + (row.direction().isFromClient() ? "client" : "server") + "\t" + row.kind()
                + (row.name() == null ? "" : " " + VisibleText.line(row.name(), 60))
                + (row.edit() == null ? "" : ", " + row.edit()) + "\t" + row.size() + "\t"
                + (row.binary() ? "binary " : "") + VisibleText.line(row.text(), 300);
    }
}
