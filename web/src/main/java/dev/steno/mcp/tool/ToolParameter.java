package dev.steno.mcp.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A parameter of a tool, as its JSON schema describes it. Immutable.
 *
 * @param schema without the description
 */
record ToolParameter(String name, String description, boolean required, Map<String, Object> schema) {
    ToolParameter {
        schema = Map.copyOf(schema);
    }

    static ToolParameter text(String name, String description) {
        return new ToolParameter(name, description, false, Map.of("type", "string"));
    }

    static ToolParameter choice(String name, String description, List<String> values) {
        return new ToolParameter(name, description, false, Map.of("type", "string", "enum", values));
    }

    static ToolParameter number(String name, String description, long least, long most) {
        return new ToolParameter(
                name, description, false, Map.of("type", "integer", "minimum", least, "maximum", most));
    }

    static ToolParameter flag(String name, String description) {
        return new ToolParameter(name, description, false, Map.of("type", "boolean"));
    }

    /** @param items the schema of an element */
    static ToolParameter list(String name, String description, Map<String, Object> items) {
        return new ToolParameter(name, description, false, Map.of("type", "array", "items", items));
    }

    /** The number of the flow that a call is about. */
    static ToolParameter flow() {
        return flow("flow", "number of the flow, as flows_list shows it").needed();
    }

    /** The number of a flow: an integer in a session file, a text such as 17.2041 in a store that several recorders share. */
    static ToolParameter flow(String name, String description) {
        return new ToolParameter(
                name,
                description,
                false,
                Map.of("type", List.of("integer", "string"), "minimum", 1, "pattern", "^[0-9]+([.][0-9]+)?$"));
    }

    static ToolParameter filter() {
        return text(
                "filter",
                "which flows; e.g. '~d example.org & ~m POST & status >= 400'. ~d host, ~u URL, ~m method, ~t type, ~hq"
                        + " and ~hs header line, ~bq and ~bs body, ~e error, ~websocket; status, size, duration, id; !, &, |, ().");
    }

    /** This parameter, which every call must have. */
    ToolParameter needed() {
        return new ToolParameter(name, description, true, schema);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(schema);
        json.put("description", description);
        return json;
    }
}
