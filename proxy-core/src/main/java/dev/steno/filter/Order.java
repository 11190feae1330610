package dev.steno.filter;

import dev.steno.flow.Flow;
import dev.steno.flow.Times;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * An ascending sort order of flows. Flows without the value come first; flows with equal values are ordered by their
 * ids. Texts are compared char by char, case-sensitively.
 */
public enum Order {
    /** By start time. */
    TIME(number(Flow::started)),
    METHOD(text(TextField.METHOD::values)),
    HOST(text(TextField.HOST::values)),
    URL(text(TextField.URL::values)),
    STATUS(number(NumberField.STATUS::value)),
    /** By media type of the response, without parameters. */
    TYPE(text(TextField.TYPE::values)),
    /** By size of the response body. */
    SIZE(number(NumberField.SIZE::value)),
    /** Open flows come first. */
    DURATION(number(NumberField.DURATION::value));

    private final Comparator<Flow> comparator;

    Order(Comparator<Flow> comparator) {
        this.comparator = comparator.thenComparingLong(Flow::id);
    }

    /** A comparator that never returns 0 for two different flows. */
    public Comparator<Flow> comparator() {
        return comparator;
    }

    /** Its name in options and requests. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Flows without a value come first because {@link Times#UNSET} is the smallest {@code long}. */
    private static Comparator<Flow> number(ToLongFunction<Flow> value) {
        return Comparator.comparingLong(value);
    }

    private static Comparator<Flow> text(Function<Flow, List<String>> values) {
        return Comparator.comparing(
                flow -> values.apply(flow).stream().findFirst().orElse(""));
    }
}
