package dev.steno.mcp.tool;

import dev.steno.copy.CopyFormat;
import dev.steno.copy.UncopyableException;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.json.FlowIdJson;
import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.answer.TextPart;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Shows a flow as a command or a message to copy. */
final class ExportTool implements McpTool {
    private static final List<String> FORMATS =
            Arrays.stream(CopyFormat.values()).map(CopyFormat::label).toList();

    private final McpRecord record;

    ExportTool(McpRecord record) {
        this.record = record;
    }

    @Override
    public ToolSpec spec() {
        return ToolSpec.reading(
                "export",
                "Export a flow",
                "Shows a flow as a command that sends its request again, or as the message was sent.",
                ToolParameter.flow(),
                ToolParameter.choice("format", "curl by default", FORMATS),
                ToolParameter.number("offset", "byte to begin at, for a long one", 0, Integer.MAX_VALUE));
    }

    @Override
    public void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws ToolFailure, IOException {
        Flow flow = FlowReading.read(record, arguments.flow("flow"));
        String name = arguments.choice("format", "curl", FORMATS);
        int offset = (int) arguments.number("offset", 0, 0, Integer.MAX_VALUE);
        byte[] copy;
        try {
            copy = CopyFormat.named(name).orElseThrow().copy(flow, record.reader());
        } catch (UncopyableException e) {
            throw new ToolFailure(String.valueOf(e.getMessage()));
        }
        byte[] rest = Arrays.copyOfRange(copy, Math.min(offset, copy.length), copy.length);
        boolean isText = FlowReading.isText(rest, StandardCharsets.UTF_8);
        TextPart text = TextPart.of(
                rest,
                isText ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1,
                true,
                Math.min(to.left() - 600, 16_000));
        int until = offset + text.bytes();
        to.say("Flow " + FlowNumber.print(flow.id()) + " as " + name + ", " + copy.length + " bytes"
                + (offset > 0 || until < copy.length ? ", of which " + offset + " to " + until : "")
                + (record.isRedacted() ? ". Tokens such as ~r.cookie.1a2b3c4d~ stand for secrets." : ".")
                + (isText ? "" : " It is not text: each byte is shown as a character."));
        to.add(text.text());
        if (until < copy.length) {
            to.hint("More: export {\"flow\":" + FlowIdJson.text(flow.id()) + ",\"format\":\"" + name + "\",\"offset\":"
                    + until + "}");
        }
    }
}
