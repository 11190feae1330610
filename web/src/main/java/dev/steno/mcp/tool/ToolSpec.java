package dev.steno.mcp.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told of a tool. Immutable.
 *
 * @param grant what a person must have allowed; null for a tool that only reads
 */
record ToolSpec(
        String name,
        String title,
        String description,
        List<ToolParameter> parameters,
        @Nullable Grant grant) {
    ToolSpec {
        parameters = List.copyOf(parameters);
    }

    /** A tool that only reads. */
    static ToolSpec reading(String name, String title, String description, ToolParameter... parameters) {
        return new ToolSpec(name, title, description, List.of(parameters), null);
    }

    Map<String, Object> json() {
        Map<String, Object> properties = new LinkedHashMap<>();
        parameters.forEach(each -> properties.put(each.name(), each.json()));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        List<String> required = parameters.stream()
                .filter(ToolParameter::required)
                .map(ToolParameter::name)
                .toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("title", title);
        json.put(
                "description",
                grant == null
                        ? description
                        : description + " Needs --allow " + grant.label() + ", and a Steno that records the session.");
        json.put("inputSchema", schema);
        Map<String, Object> notes = new LinkedHashMap<>();
        notes.put("readOnlyHint", grant == null);
        if (grant != null) {
            notes.put("destructiveHint", grant != Grant.NOTES);
        }
        notes.put("openWorldHint", false);
        json.put("annotations", notes);
        return json;
    }

    String parameterNames() {
        return parameters.isEmpty()
                ? "none"
                : parameters.stream().map(ToolParameter::name).collect(Collectors.joining(", "));
    }
}
