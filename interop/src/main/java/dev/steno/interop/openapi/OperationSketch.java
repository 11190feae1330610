package dev.steno.interop.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known about one method of one path. For one thread. */
final class OperationSketch {
    private final SketchBudget budget;
    private final SchemaSketch query;
    private final MessageSketch requests;
    private final Map<Integer, MessageSketch> responses = new TreeMap<>();
    private final Map<Integer, String> reasons = new TreeMap<>();
    private final Set<String> security = new TreeSet<>();
    private boolean open;

    OperationSketch(SketchBudget budget) {
        this.budget = budget;
        this.query = new SchemaSketch(budget);
        this.requests = new MessageSketch(budget);
    }

    /**
     * Counts a request.
     *
     * @param pairs its query, null for none
     * @param schemes the names of the security schemes that it used
     */
    MessageSketch request(@Nullable String pairs, Set<String> schemes) {
        query.object();
        if (pairs != null) {
            MessageSketch.form(pairs, query);
        }
        security.addAll(schemes);
        open |= schemes.isEmpty();
        requests.count();
        return requests;
    }

    /** Counts a response. */
    MessageSketch response(int status, String reason) {
        MessageSketch response = responses.computeIfAbsent(status, first -> new MessageSketch(budget));
        reasons.putIfAbsent(status, reason.isEmpty() ? "Status " + status : reason);
        response.count();
        return response;
    }

    /**
     * Returns the operation as JSON.
     *
     * @param path parameters of the path
     */
    Map<String, Object> json(List<Map<String, Object>> path) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("description", "Seen " + query.seen() + (query.seen() == 1 ? " time." : " times."));
        List<Object> parameters = new ArrayList<>(path);
        parameters(parameters);
        if (!parameters.isEmpty()) {
            json.put("parameters", parameters);
        }
        if (!requests.isEmpty()) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("required", requests.isRequired());
            body.put("content", requests.json());
            json.put("requestBody", body);
        }
        Map<String, Object> answers = new LinkedHashMap<>();
        responses.forEach((status, response) -> {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("description", String.valueOf(reasons.get(status)));
            if (!response.isEmpty()) {
                answer.put("content", response.json());
            }
            answers.put(Integer.toString(status), answer);
        });
        if (answers.isEmpty()) {
            answers.put("default", Map.of("description", "No response was recorded"));
        }
        json.put("responses", answers);
        if (!security.isEmpty()) {
            List<Object> alternatives = new ArrayList<>();
            if (open) {
                alternatives.add(Map.of());
            }
            security.forEach(name -> alternatives.add(Map.of(name, List.of())));
            json.put("security", alternatives);
        }
        return json;
    }

    private void parameters(List<Object> to) {
        Map<String, Object> sketch = query.json();
        if (!(sketch.get("properties") instanceof Map<?, ?> properties)) {
            return;
        }
        Object required = sketch.get("required");
        properties.forEach((name, schema) -> {
            Map<String, Object> parameter = new LinkedHashMap<>();
            parameter.put("name", name);
            parameter.put("in", "query");
            parameter.put("required", required instanceof List<?> names && names.contains(name));
            parameter.put("schema", schema);
            to.add(parameter);
        });
    }
}
