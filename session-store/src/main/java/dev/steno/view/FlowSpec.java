package dev.steno.view;

import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.flow.FlowNumber;
import dev.steno.option.ValueException;
import dev.steno.option.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Selects flows of a session, as the argument of a command: {@code @focus}, {@code @12,15}, or a filter. Immutable. */
public sealed interface FlowSpec {

    /** Selections by name. */
    enum Named implements FlowSpec {
        /** All flows of the session. */
        ALL,
        /** The focused flow; empty if no flow is shown. */
        FOCUS,
        /** The flows shown in the view. */
        SHOWN,
        /** The flows not shown in the view. */
        HIDDEN,
        /** All marked flows, shown or not. */
        MARKED,
        /** All unmarked flows, shown or not. */
        UNMARKED,
        /** All flows of which a message is held, shown or not. */
        HELD;

        @Override
        public String toString() {
            return "@" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** Flows by number. Numbers that do not exist are ignored. */
    record Ids(List<Long> flows) implements FlowSpec {
        public Ids {
            flows = List.copyOf(flows);
        }

        @Override
        public String toString() {
            return "@" + flows.stream().map(FlowNumber::print).collect(Collectors.joining(","));
        }
    }

    /** All flows of the session that match a filter, shown or not. */
    record Matching(Filter filter) implements FlowSpec {
        @Override
        public String toString() {
            return filter.toString();
        }
    }

    /** Numbers as {@code @} takes them, without it. */
    Pattern NUMBERS = Pattern.compile("[0-9]+(\\.[0-9]+)?(, *[0-9]+(\\.[0-9]+)?)*");

    /** Parses and prints a selection, for commands. */
    ValueType<FlowSpec> TYPE = new ValueType<>() {
        @Override
        public String name() {
            return "flows";
        }

        @Override
        public String accepted() {
            return "@all, @focus, @shown, @hidden, @marked, @unmarked, @held, @ and flow numbers such as @12,15, or a filter";
        }

        @Override
        public FlowSpec parse(String text) {
            return FlowSpec.parse(text);
        }

        @Override
        public String print(FlowSpec spec) {
            return spec.toString();
        }

        @Override
        public List<String> complete(String prefix) {
            List<String> names = new ArrayList<>();
            for (Named each : Named.values()) {
                if (each.toString().startsWith(prefix)) {
                    names.add(each.toString());
                }
            }
            return names;
        }
    };

    /**
     * Parses a text that {@link #TYPE} accepts.
     *
     * @throws ValueException if the text is not a selection
     */
    static FlowSpec parse(String text) {
        String trimmed = text.trim();
        for (Named each : Named.values()) {
            if (each.toString().equals(trimmed)) {
                return each;
            }
        }
        if (trimmed.startsWith("@")) {
            return ids(trimmed);
        }
        if (trimmed.isEmpty()) {
            throw new ValueException(text, "does not select flows", TYPE.accepted());
        }
        if (NUMBERS.matcher(trimmed).matches()) { // a filter too, which a person who types it does not mean
            throw new ValueException(
                    text,
                    "is ambiguous",
                    "@" + trimmed + " for numbers of flows, or ~u " + trimmed + " for their URLs");
        }
        try {
            return new Matching(FilterParser.parse(text));
        } catch (FilterSyntaxException e) {
            throw new ValueException(text, "is not a filter (" + e.getMessage() + ")", TYPE.accepted());
        }
    }

    private static Ids ids(String text) {
        List<Long> ids = new ArrayList<>();
        for (String part : text.substring(1).split(",", -1)) {
            ids.add(FlowNumber.parse(part.trim())
                    .orElseThrow(() -> new ValueException(text, "does not select flows", TYPE.accepted())));
        }
        return new Ids(ids);
    }
}
