package dev.steno.filter;

import dev.steno.flow.Flow;
import dev.steno.flow.Times;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * An order of flows, ascending. Flows that lack the value come first; equals stand in the order of their ids. Texts are
 * compared character by character, as they are.
 */
public enum Order {
    /** By begin. */
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

    /** The order as a comparator that tells any two flows apart. */
    public Comparator<Flow> comparator() {
        return comparator;
    }

    /** The name as options and requests write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@link Times#UNSET} is the least of all numbers. */
    private static Comparator<Flow> number(ToLongFunction<Flow> value) {
        return Comparator.comparingLong(value);
    }

    private static Comparator<Flow> text(Function<Flow, List<String>> values) {
        return Comparator.comparing(
                flow -> values.apply(flow).stream().findFirst().orElse(""));
    }
}
