package dev.steno.completion;

import dev.steno.filter.FilterOperand;
import dev.steno.filter.NumberField;
import dev.steno.stats.GroupKey;
import dev.steno.store.FlowColumns;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinds of values that a filter is completed with. */
enum ValueKind {
    HOST(new GroupKey.ByColumn(FlowColumns.HOST)),
    TYPE(new GroupKey.ByColumn(FlowColumns.MEDIA_TYPE)),
    METHOD(new GroupKey.ByColumn(FlowColumns.METHOD)),
    STATUS(new GroupKey.ByColumn(FlowColumns.STATUS)),
    MARK(new GroupKey.ByColumn(FlowColumns.MARK)),
    CLIENT(new GroupKey.ByClient()),
    SERVER(new GroupKey.ByColumn(FlowColumns.SERVER)),
    /** Names of header fields; not a column. */
    HEADER(null);

    private final @Nullable GroupKey grouping;

    ValueKind(@Nullable GroupKey grouping) {
        this.grouping = grouping;
    }

    /** Returns the kinds that are columns, in order. */
    static List<ValueKind> columns() {
        return Stream.of(values()).filter(kind -> kind.grouping != null).toList();
    }

    /** Returns the groupings of {@link #columns}. */
    static List<GroupKey> groupings() {
        return Stream.of(values())
                .flatMap(kind -> Stream.ofNullable(kind.grouping))
                .toList();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the kind of values that an operand is compared with; null if the session has no list of them. */
    static @Nullable ValueKind of(FilterOperand operand) {
        if (operand.number() != null) {
            return operand.number() == NumberField.STATUS ? STATUS : null;
        }
        if (operand.text() == null) {
            return null;
        }
        return switch (operand.text()) {
            case HOST, DOMAIN -> HOST;
            case TYPE, CONTENT_TYPE, REQUEST_TYPE, RESPONSE_TYPE -> TYPE;
            case METHOD -> METHOD;
            case MARK -> MARK;
            case SOURCE -> operand.isRegex() ? CLIENT : null; // a whole value would have a port
            case DESTINATION -> SERVER;
            case HEADERS, REQUEST_HEADERS, RESPONSE_HEADERS -> HEADER;
            default -> null;
        };
    }
}
