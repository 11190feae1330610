package dev.steno.replay.request;

import dev.steno.flow.Times;
import dev.steno.text.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with variables, such as <code>run-{{counter}}</code>: <code>{{uuid}}</code>, <code>{{now}}</code>,
 * <code>{{counter}}</code>, <code>{{flow.id}}</code>, and those of the user. Immutable.
 */
public final class ValueTemplate {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([A-Za-z_][A-Za-z0-9_.-]*)\\s*\\}\\}");
    private static final Set<String> KNOWN = Set.of("uuid", "now", "counter", "flow.id");

    /**
     * The request for which a text is written.
     *
     * @param flow the number of the recorded flow
     * @param counter the place of the request in its run, from 1
     */
    public record Occasion(long flow, long counter) {}

    /** @param variable null for a text that stands as it is */
    private record Part(String text, @Nullable String variable) {}

    private final List<Part> parts;

    private ValueTemplate(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a text.
     *
     * @param values the user's variables
     * @throws IllegalArgumentException if it names an unknown variable; the message says which there are
     */
    public static ValueTemplate parse(String text, Map<String, String> values) {
        List<Part> parts = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(text);
        int at = 0;
        while (variable.find()) {
            parts.add(new Part(text.substring(at, variable.start()), null));
            String name = variable.group(1);
            String value = values.get(name);
            if (value == null && !KNOWN.contains(name)) {
                Set<String> known = new TreeSet<>(KNOWN);
                known.addAll(values.keySet());
                throw new IllegalArgumentException("{{" + name + "}} is not known; there are "
                        + String.join(", ", known) + ", and a file of --env can define others");
            }
            parts.add(value == null ? new Part("", name) : new Part(value, null));
            at = variable.end();
        }
        parts.add(new Part(text.substring(at), null));
        return new ValueTemplate(parts);
    }

    /** Returns the text for a request. */
    public String text(Occasion occasion) {
        return text(occasion, UnaryOperator.identity());
    }

    /** @param escaped what becomes of the values of variables, but for those of the user */
    String text(Occasion occasion, UnaryOperator<String> escaped) {
        if (parts.size() == 1) {
            return parts.get(0).text();
        }
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            String variable = part.variable();
            text.append(variable == null ? part.text() : escaped.apply(value(variable, occasion)));
        }
        return text.toString();
    }

    private static String value(String variable, Occasion occasion) {
        return switch (variable) {
            case "uuid" -> UUID.randomUUID().toString();
            case "now" -> Timestamps.iso(Times.now());
            case "counter" -> Long.toString(occasion.counter());
            case "flow.id" -> Long.toString(occasion.flow());
            default -> throw new IllegalStateException(variable);
        };
    }
}
