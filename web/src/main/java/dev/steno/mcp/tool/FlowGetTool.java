package dev.steno.mcp.tool;

import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Shows a flow without its whole bodies. */
final class FlowGetTool implements McpTool {
    private static final List<String> PARTS = List.of("request", "response", "connection", "notes");

    private final McpRecord record;

    FlowGetTool(McpRecord record) {
        this.record = record;
    }

    @Override
    public ToolSpec spec() {
        return ToolSpec.reading(
                "flow_get",
                "Show a flow",
                "Shows a flow: request and response with header fields and the beginnings of their bodies, connection, notes.",
                ToolParameter.flow(),
                ToolParameter.list(
                        "parts", "only these parts; all by default", Map.of("type", "string", "enum", PARTS)));
    }

    @Override
    public void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws ToolFailure, IOException {
        List<String> parts = arguments.texts("parts");
        for (String part : parts) {
            if (!PARTS.contains(part)) {
                throw new ToolFailure("there is no part " + part + "; there are " + String.join(", ", PARTS));
            }
        }
        long id = arguments.flow("flow");
        new FlowOutline(record, to).write(FlowReading.read(record, id), parts.isEmpty() ? PARTS : parts);
    }
}
