package dev.steno.stats;

import dev.steno.filter.Filter;
import dev.steno.filter.NumberField;
import dev.steno.filter.Regex;
import dev.steno.filter.Relation;
import dev.steno.filter.TextField;
import dev.steno.flow.Notes;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.StoredEnum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What flows are grouped by: a column, the client without its port, or the template of the path. Immutable. */
public sealed interface GroupKey {

    /** Returns the columns that make the key. */
    List<FlowColumn> columns();

    /** Returns whether the question is about a flow. */
    default boolean concerns(ColumnBlock flow) {
        return true;
    }

    /** Writes the key of a flow into an empty buffer; empty if the flow has none. */
    void key(ColumnBlock flow, Key into);

    /** Returns a key as people read it. */
    default String label(String key) {
        return key;
    }

    /** Returns the parts of a label. */
    default List<String> parts(String label) {
        return List.of(label);
    }

    /** Returns a filter for the flows with a key; null if there is none. */
    @Nullable
    Filter filter(String key);

    /** Receives the parts of a key. */
    final class Key {
        final KeyBuffer buffer = new KeyBuffer();
    }

    /** By a column that a filter can ask for. */
    record ByColumn(FlowColumn column) implements GroupKey {
        @Override
        public boolean concerns(ColumnBlock flow) {
            return column != FlowColumns.ERROR_STEP || flow.number(FlowColumns.ERROR_STEP) >= 0;
        }

        @Override
        public List<FlowColumn> columns() {
            return List.of(column);
        }

        @Override
        public void key(ColumnBlock flow, Key into) {
            if (column == FlowColumns.HOST) {
                into.buffer.putLowerCase(flow, FlowColumns.HOST);
            } else if (column instanceof FlowColumn.Text text) {
                into.buffer.put(flow, text);
            } else if (column instanceof FlowColumn.Number number) {
                long value = flow.number(number);
                boolean none = column == FlowColumns.REPLAY && value == Notes.Replay.NONE.number();
                if (!none && !number.isAbsent(value)) {
                    into.buffer.put(value);
                }
            }
        }

        @Override
        public String label(String key) {
            StoredEnum<?> constants = column instanceof FlowColumn.Number number ? number.constants() : null;
            return constants == null || key.isEmpty() ? key : constants.word(Long.parseLong(key));
        }

        @Override
        public @Nullable Filter filter(String key) {
            Enum<?> field = column.traits().filter();
            if (key.isEmpty()) {
                return null;
            }
            if (field instanceof TextField text) {
                return new Filter.Equals(text, label(key));
            }
            return field instanceof NumberField number
                    ? new Filter.Compare(number, Relation.EQ, Long.parseLong(key))
                    : null;
        }
    }

    /** By the client's address without its port. */
    record ByClient() implements GroupKey {
        @Override
        public List<FlowColumn> columns() {
            return List.of(FlowColumns.CLIENT);
        }

        @Override
        public void key(ColumnBlock flow, Key into) {
            int from = flow.start(FlowColumns.CLIENT);
            int end = from + flow.length(FlowColumns.CLIENT);
            int colon = end;
            while (colon > from && flow.bytes()[colon - 1] != ':') {
                colon--;
            }
            into.buffer.put(flow.bytes(), from, Math.max(0, colon - 1 - from));
        }

        @Override
        public @Nullable Filter filter(String key) {
            return key.isEmpty() ? null : Filter.Matches.of(TextField.SOURCE, "^" + Regex.quote(key + ":"));
        }
    }

    /** By the step of the error, or by the status from 400, and the host. */
    record ByFailure(FlowColumn.Number what) implements GroupKey {
        @Override
        public List<FlowColumn> columns() {
            return List.of(what, FlowColumns.HOST);
        }

        @Override
        public boolean concerns(ColumnBlock flow) {
            return flow.number(what) >= (what == FlowColumns.STATUS ? Sums.REFUSED : 0);
        }

        @Override
        public void key(ColumnBlock flow, Key into) {
            into.buffer.put(flow.number(what));
            into.buffer.put(SEPARATOR);
            into.buffer.putLowerCase(flow, FlowColumns.HOST);
        }

        @Override
        public String label(String key) {
            int at = key.indexOf(SEPARATOR);
            return new ByColumn(what).label(key.substring(0, at)) + key.substring(at);
        }

        @Override
        public List<String> parts(String label) {
            return List.of(label.split(" ", 2));
        }

        @Override
        public @Nullable Filter filter(String key) {
            int at = key.indexOf(SEPARATOR);
            Filter first = new ByColumn(what).filter(key.substring(0, at));
            return first == null
                    ? null
                    : new Filter.And(List.of(first, new Filter.Equals(TextField.HOST, key.substring(at + 1))));
        }
    }

    /** Separates the parts of a key or label. */
    char SEPARATOR = ' ';

    /**
     * By method, host and path; raw streams have no key.
     *
     * @param folded whether paths are folded to templates
     */
    record ByTemplate(boolean folded) implements GroupKey {
        /** Matches targets that are no path, such as {@code *} or that of a CONNECT. */
        private static final String NO_PATH = "^([^/]|$)";

        @Override
        public List<FlowColumn> columns() {
            return List.of(FlowColumns.METHOD, FlowColumns.HOST, FlowColumns.PATH);
        }

        @Override
        public void key(ColumnBlock flow, Key into) {
            if (flow.length(FlowColumns.METHOD) == 0) {
                return;
            }
            into.buffer.put(flow, FlowColumns.METHOD);
            into.buffer.put(' ');
            into.buffer.putLowerCase(flow, FlowColumns.HOST);
            int start = flow.start(FlowColumns.PATH);
            int length = flow.length(FlowColumns.PATH);
            if (length > 0 && flow.bytes()[start] == '/') {
                if (folded) {
                    PathTemplate.fold(flow.bytes(), start, length, into.buffer);
                } else {
                    into.buffer.put(flow.bytes(), start, PathTemplate.lengthWithoutQuery(flow.bytes(), start, length));
                }
            }
        }

        @Override
        public @Nullable Filter filter(String key) {
            int space = key.indexOf(SEPARATOR);
            int slash = key.indexOf('/', space + 1);
            if (space < 0) {
                return null;
            }
            List<Filter> all = new ArrayList<>();
            all.add(new Filter.Equals(TextField.METHOD, key.substring(0, space)));
            all.add(new Filter.Equals(TextField.HOST, key.substring(space + 1, slash < 0 ? key.length() : slash)));
            String path = slash < 0 ? NO_PATH : PathTemplate.regex(key.substring(slash), folded, true);
            all.add(Filter.Matches.of(TextField.PATH, path));
            return new Filter.And(all);
        }
    }

    /**
     * Returns a grouping by its name: that of a column that a filter can ask for, or {@code type}, {@code error},
     * {@code client}, {@code template}.
     */
    static Optional<GroupKey> named(String name) {
        return switch (name) {
            case "client" -> Optional.of(new ByClient());
            case "template" -> Optional.of(new ByTemplate(true));
            case "path" -> Optional.of(new ByTemplate(false));
            case "error-host" -> Optional.of(new ByFailure(FlowColumns.ERROR_STEP));
            case "status-host" -> Optional.of(new ByFailure(FlowColumns.STATUS));
            case "type" -> Optional.of(new ByColumn(FlowColumns.MEDIA_TYPE));
            case "error" -> Optional.of(new ByColumn(FlowColumns.ERROR_STEP));
            default ->
                FlowColumns.ALL.stream()
                        .filter(column -> column.name().equals(name) && isOffered(column))
                        .<GroupKey>map(ByColumn::new)
                        .findFirst();
        };
    }

    /** Returns the names that {@link #named} accepts. */
    static List<String> names() {
        List<String> names = new ArrayList<>(List.of(
                "host",
                "type",
                "status",
                "method",
                "client",
                "template",
                "path",
                "error",
                "error-host",
                "status-host"));
        FlowColumns.ALL.stream()
                .filter(GroupKey::isOffered)
                .map(FlowColumn::name)
                .filter(name -> !names.contains(name))
                .forEach(names::add);
        return names;
    }

    private static boolean isOffered(FlowColumn column) {
        Enum<?> field = column.traits().filter();
        return field instanceof TextField || column == FlowColumns.STATUS || column == FlowColumns.PORT;
    }
}
