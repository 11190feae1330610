package dev.steno.mcp.tool;

import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.flow.FlowNumber;
import dev.steno.json.FlowIdJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, checked while they are read. Immutable. */
final class ToolArguments {
    private final Map<String, @Nullable Object> given;

    private ToolArguments(Map<String, @Nullable Object> given) {
        this.given = given;
    }

    /** @throws ToolFailure if an argument is unknown or missing */
    static ToolArguments of(ToolSpec spec, Map<String, @Nullable Object> given) throws ToolFailure {
        for (String name : given.keySet()) {
            if (spec.parameters().stream().noneMatch(each -> each.name().equals(name))) {
                throw new ToolFailure(spec.name() + " has no argument " + name + "; it has: " + spec.parameterNames());
            }
        }
        for (ToolParameter parameter : spec.parameters()) {
            if (parameter.required() && given.get(parameter.name()) == null) {
                throw new ToolFailure("the argument " + parameter.name() + " is missing: " + parameter.description());
            }
        }
        return new ToolArguments(given);
    }

    /** Returns a text; empty if it is not given. */
    Optional<String> text(String name) throws ToolFailure {
        Object value = given.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw wrong(name, "a text");
    }

    /** Returns a text that every call has. */
    String needed(String name) throws ToolFailure {
        return text(name).orElseThrow(() -> wrong(name, "a text"));
    }

    /** Returns one of some words. */
    String choice(String name, String usual, List<String> words) throws ToolFailure {
        String word = text(name).orElse(usual);
        if (!words.contains(word)) {
            throw wrong(name, "one of " + String.join(", ", words));
        }
        return word;
    }

    /** Returns an integer within bounds. */
    long number(String name, long usual, long least, long most) throws ToolFailure {
        Object value = given.get(name);
        if (value == null) {
            return usual;
        }
        boolean whole = value instanceof Integer
                || value instanceof Long
                || value instanceof Double number && number == Math.rint(number);
        // some models give numbers as texts
        Long number = whole && value instanceof Number number1
                ? (Long) number1.longValue()
                : value instanceof String text && text.matches("-?\\d{1,18}") ? (Long) Long.parseLong(text) : null;
        if (number == null || number < least || number > most) {
            throw wrong(
                    name,
                    most == Long.MAX_VALUE ? "an integer from " + least : "an integer from " + least + " to " + most);
        }
        return number;
    }

    boolean isGiven(String name) {
        return given.get(name) != null;
    }

    boolean flag(String name, boolean usual) throws ToolFailure {
        Object value = given.get(name);
        if (value == null) {
            return usual;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "true or false");
    }

    /** Returns a list of texts; empty if it is not given. */
    List<String> texts(String name) throws ToolFailure {
        List<?> list = list(name);
        if (!list.stream().allMatch(String.class::isInstance)) {
            throw wrong(name, "a list of texts");
        }
        return list.stream().map(String::valueOf).toList();
    }

    /** Returns a list; empty if it is not given. */
    List<?> list(String name) throws ToolFailure {
        Object value = given.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(name, "a list");
    }

    /** Returns the number of a flow. */
    long flow(String name) throws ToolFailure {
        OptionalLong flow = FlowIdJson.read(given.get(name));
        if (flow.isPresent() && flow.getAsLong() > 0) {
            return flow.getAsLong();
        }
        if (given.get(name) instanceof String) {
            throw wrong(name, "the number of a flow, such as 2041 or 17.2041");
        }
        return number(name, 0, 1, FlowNumber.MAX_LOCAL);
    }

    /** Returns the filter; one of all flows if there is none. */
    Filter filter() throws ToolFailure {
        return filter("filter");
    }

    /** Returns a filter by the name of its argument; one of all flows if it is not given. */
    Filter filter(String name) throws ToolFailure {
        try {
            return FilterParser.parseOrAll(text(name).orElse(""));
        } catch (FilterSyntaxException e) {
            throw new ToolFailure(name + ": " + e.getMessage());
        }
    }

    /** Returns the arguments that are given, without those that are null. */
    Map<String, Object> given() {
        Map<String, Object> present = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (value != null) {
                present.put(name, value);
            }
        });
        return present;
    }

    private ToolFailure wrong(String name, String expected) {
        Object value = given.get(name);
        String shown = String.valueOf(value);
        return new ToolFailure(name + " must be " + expected + ", not "
                + (shown.length() > 80 ? shown.substring(0, 80) + "…" : shown));
    }
}
