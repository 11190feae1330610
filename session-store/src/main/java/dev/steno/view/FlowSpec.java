package dev.steno.view;

import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.option.ValueException;
import dev.steno.option.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says which flows of a session are meant, as commands write it: {@code @focus}, {@code @12,15}, or a filter. */
public sealed interface FlowSpec {

    /** Flows that are named by what they are to the session or to a view. */
    enum Named implements FlowSpec {
        /** Every flow of the session. */
        ALL,
        /** The flow that has the focus; none where nothing is shown. */
        FOCUS,
        /** The flows that the view shows. */
        SHOWN,
        /** The flows that the view does not show. */
        HIDDEN,
        /** The flows that have a mark, shown or not. */
        MARKED,
        /** The flows that have none. */
        UNMARKED;

        @Override
        public String toString() {
            return "@" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** Flows by their numbers; those that do not exist are none. */
    record Ids(List<Long> flows) implements FlowSpec {
        public Ids {
            flows = List.copyOf(flows);
        }

        @Override
        public String toString() {
            return "@" + flows.stream().map(Object::toString).collect(Collectors.joining(","));
        }
    }

    /** The flows of the session that pass a filter, shown or not. */
    record Matching(Filter filter) implements FlowSpec {
        @Override
        public String toString() {
            return filter.toString();
        }
    }

    /** Reads and prints it, for commands. */
    ValueType<FlowSpec> TYPE = new ValueType<>() {
        @Override
        public String name() {
            return "flows";
        }

        @Override
        public String accepted() {
            return "@all, @focus, @shown, @hidden, @marked, @unmarked, @ and flow numbers such as @12,15, or a filter";
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
     * Reads what {@link #TYPE} accepts.
     *
     * @throws ValueException if the text says no flows
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
        try {
            return new Matching(FilterParser.parse(text));
        } catch (FilterSyntaxException e) {
            throw new ValueException(text, "is not a filter (" + e.getMessage() + ")", TYPE.accepted());
        }
    }

    private static Ids ids(String text) {
        List<Long> ids = new ArrayList<>();
        for (String part : text.substring(1).split(",", -1)) {
            try {
                ids.add(Long.parseUnsignedLong(part.trim()));
            } catch (NumberFormatException e) {
                throw new ValueException(text, "does not select flows", TYPE.accepted());
            }
        }
        return new Ids(ids);
    }
}
