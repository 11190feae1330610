package dev.steno.store.condition;

import dev.steno.filter.Order;
import dev.steno.flow.Endpoint;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.StoredEnum;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Prints conditions and values in the SQL of a store. What differs between stores is abstract; the rest is SQL that all of
 * them understand. Stateless, any thread.
 */
public abstract class Dialect {
    /** Rows whose URL is just {@code host:port}: a raw stream or a CONNECT. */
    private static final String BARE = "(path IS NULL OR method = 'CONNECT')";

    /**
     * A condition in SQL.
     *
     * @param parameters numbers, texts, and {@link Condition.Tested}s, in the order of their question marks
     */
    public record Printed(String sql, List<Object> parameters) {}

    /** Prints a condition. */
    public final Printed print(Condition condition) {
        List<Object> parameters = new ArrayList<>();
        String sql = print(condition, parameters);
        return new Printed(sql, List.copyOf(parameters));
    }

    /** Prints the value that an order compares. */
    public final String print(Order order) {
        return switch (order) {
            case URL -> print(FlowValue.Composed.URL);
            case SIZE -> choice("kind = 'http' AND status IS NULL", "NULL", "response_size");
            default -> column(FlowColumns.orderedBy(order));
        };
    }

    /** Prints a value. */
    public final String print(FlowValue value) {
        if (value instanceof FlowValue.Stored stored) {
            return column(stored.column());
        }
        if (value instanceof FlowValue.Digits digits) {
            return digits(digits.column());
        }
        if (value instanceof FlowValue.Word word) {
            return words(Objects.requireNonNull(word.column().constants(), "a column of constants"), word.column());
        }
        return switch ((FlowValue.Composed) value) {
            case URL -> url();
            case DESTINATION -> "coalesce(server, " + endpoint() + ")";
        };
    }

    private String print(Condition condition, List<Object> parameters) {
        if (condition instanceof Condition.Constant constant) {
            return constant(constant.holds());
        }
        if (condition instanceof Condition.All all) {
            return join(all.conditions(), " AND ", parameters);
        }
        if (condition instanceof Condition.Any any) {
            return join(any.conditions(), " OR ", parameters);
        }
        if (condition instanceof Condition.Not not) {
            return "NOT coalesce(" + print(not.condition(), parameters) + ", " + constant(false) + ")";
        }
        if (condition instanceof Condition.Present present) {
            return print(present.value()) + " IS NOT NULL";
        }
        if (condition instanceof Condition.Absent absent) {
            return column(absent.column()) + " IS NULL";
        }
        if (condition instanceof Condition.Compared compared) {
            return compared(compared, parameters);
        }
        if (condition instanceof Condition.Fixed fixed) {
            return column(fixed.column()) + " " + fixed.sign().symbol() + " " + fixed.operand();
        }
        if (condition instanceof Condition.OneOf one) {
            return column(one.column()) + list(one.texts());
        }
        if (condition instanceof Condition.Other other) {
            return column(other.column()) + " <> '" + other.text() + "'";
        }
        if (condition instanceof Condition.StartsWith starts) {
            int length = starts.prefix().length();
            return "substr(" + column(starts.column()) + ", 1, " + length + ") = '" + starts.prefix() + "'";
        }
        if (condition instanceof Condition.UrlShape shape) {
            return switch (shape) {
                case BARE -> BARE;
                case FULL -> "NOT " + BARE;
                case WITH_PORT -> "(" + BARE + " OR NOT " + usualPort() + ")";
            };
        }
        if (condition instanceof Condition.Contains contains) {
            parameters.add(contains.lower());
            boolean cased = contains.lower().chars().anyMatch(c -> c >= 'a' && c <= 'z');
            String text = print(contains.value());
            return place(cased ? lower(text) : text, "?") + " > 0";
        }
        if (condition instanceof Condition.Same same) {
            parameters.add(same.lower());
            return lower(print(same.value())) + " = ?";
        }
        if (condition instanceof Condition.SameLength length) {
            return sameLength(length, parameters);
        }
        return special(condition, parameters);
    }

    private String join(List<Condition> conditions, String sign, List<Object> parameters) {
        return conditions.stream()
                .map(condition -> print(condition, parameters))
                .collect(Collectors.joining(sign, "(", ")"));
    }

    private static String list(List<String> texts) {
        return texts.size() == 1
                ? " = '" + texts.get(0) + "'"
                : texts.stream().map(text -> "'" + text + "'").collect(Collectors.joining(", ", " IN (", ")"));
    }

    private String url() {
        return "(CASE WHEN " + BARE + " THEN " + endpoint() + " ELSE scheme || '://' || " + host() + " || "
                + choice(usualPort(), "''", "':' || port") + " || " + choice("substr(path, 1, 1) = '/'", "''", "'/'")
                + " || path END)";
    }

    /** {@code host:port}, with brackets around an IPv6 literal. */
    private String endpoint() {
        return host() + " || ':' || port";
    }

    private String host() {
        return choice(place("host", "':'") + " > 0", "'[' || host || ']'", "host");
    }

    private String usualPort() {
        return "port = "
                + choice(
                        "scheme = 'https'",
                        Integer.toString(Endpoint.HTTPS_PORT),
                        Integer.toString(Endpoint.HTTP_PORT));
    }

    /**
     * Shows a constant's word instead of its number; NULL if the number has no constant, or the constant is
     * {@code NONE}.
     */
    public static String words(StoredEnum<?> constants, FlowColumn column) {
        return constants.constants().stream()
                .filter(each -> !each.name().equals("NONE"))
                .map(each -> "WHEN " + each.number() + " THEN '" + StoredEnum.label(each) + "'")
                .collect(Collectors.joining(" ", "CASE " + column.name() + " ", " END"));
    }

    /** Prints a stored column. */
    protected String column(FlowColumn column) {
        return column.name();
    }

    /** Prints a comparison with a number that a person gave, and adds its parameters. */
    protected String compared(Condition.Compared compared, List<Object> parameters) {
        parameters.add(compared.operand());
        return column(compared.column()) + " " + compared.relation().symbol() + " ?";
    }

    /** Prints whether a condition holds. */
    protected abstract String constant(boolean holds);

    /** Prints a number as a text. */
    protected abstract String digits(FlowColumn.Number column);

    /** Prints one of two values. */
    protected abstract String choice(String condition, String ifTrue, String ifFalse);

    /** Prints where a text is found in another, compared byte by byte: from 1; 0 if it is not found. */
    protected abstract String place(String in, String text);

    /** Prints a text with ASCII letters in lower case; others are left. */
    protected abstract String lower(String text);

    /** Prints {@link Condition.SameLength}, and adds its parameters. */
    protected abstract String sameLength(Condition.SameLength length, List<Object> parameters);

    /**
     * Prints a condition that not every store can print: {@link Condition.Tested}, {@link Condition.Annotated},
     * {@link Condition.AnnotatedNumber} and {@link Condition.AnnotationsUnknown}. A store that cannot print them leaves them out before
     * ({@link FilterBounds#within}).
     */
    protected abstract String special(Condition condition, List<Object> parameters);
}
