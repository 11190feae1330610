package dev.steno.mcp;

import dev.steno.filter.Filter;
import dev.steno.filter.Order;
import dev.steno.flow.FlowNumber;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import dev.steno.mcp.rpc.RpcError;
import dev.steno.mcp.tool.McpTools;
import dev.steno.page.FlowPage;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Flows as resources: {@code steno://flow/12}, the text of {@code flow_get}. Any thread but an event loop. */
final class McpResources {
    private static final Pattern FLOW = Pattern.compile("steno://flow/([0-9]{1,18}(?:\\.[0-9]{1,18})?)");

    private static final Pattern PLAIN = Pattern.compile("[A-Z]{1,10} [A-Za-z0-9.:-]{1,100}");

    /** The newest flows, which a person may want to choose from. */
    private static final int LISTED = 20;

    /** Resource not found, as the protocol numbers it. */
    private static final int NOT_FOUND = -32002;

    private final McpRecord record;
    private final McpTools tools;

    McpResources(McpRecord record, McpTools tools) {
        this.record = record;
        this.tools = tools;
    }

    Map<String, Object> list(Cancellation cancelled) throws RpcError {
        try {
            FlowPage page = FlowPage.read(
                    record.reader(), new FlowPage.Request(Filter.ALL, Order.TIME, true, null, LISTED), cancelled);
            List<Map<String, Object>> resources = new ArrayList<>();
            page.rows().forEach(row -> resources.add(resource(row)));
            return Map.of("resources", resources);
        } catch (SessionException e) {
            throw new RpcError(RpcError.INTERNAL, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> resource(FlowRow row) {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("uri", "steno://flow/" + FlowNumber.print(row.id()));
        // a name has no fence, so it has nothing that could be a sentence
        String of = row.method() + " " + row.host();
        resource.put(
                "name",
                "flow " + FlowNumber.print(row.id()) + (PLAIN.matcher(of).matches() ? ", " + of : ""));
        resource.put("mimeType", "text/plain");
        return resource;
    }

    Map<String, Object> templates() {
        Map<String, Object> template = new LinkedHashMap<>();
        template.put("uriTemplate", "steno://flow/{id}");
        template.put("name", "flow");
        template.put("description", "A recorded flow by its number, as flow_get shows it");
        template.put("mimeType", "text/plain");
        return Map.of("resourceTemplates", List.of(template));
    }

    Map<String, Object> read(@Nullable Object uri, Cancellation cancelled) throws RpcError {
        Matcher flow = FLOW.matcher(String.valueOf(uri));
        if (!flow.matches()) {
            throw new RpcError(NOT_FOUND, "there is no resource " + uri + "; flows are steno://flow/NUMBER");
        }
        McpTools.Result result =
                tools.call("flow_get", Map.of("flow", flow.group(1)), cancelled).orElseThrow();
        if (result.failed()) {
            throw new RpcError(NOT_FOUND, result.text().strip());
        }
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("uri", String.valueOf(uri));
        content.put("mimeType", "text/plain");
        content.put("text", result.text());
        return Map.of("contents", List.of(content));
    }
}
