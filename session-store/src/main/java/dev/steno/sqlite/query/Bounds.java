package dev.steno.sqlite.query;

import java.util.List;
import java.util.function.Function;

/**
 * What the columns tell about a flow's answer to a filter: where {@code sure} holds the answer is the one asked for, where
 * {@code maybe} does not hold it is not, and in between the flow itself has to be asked.
 */
record Bounds(Condition sure, Condition maybe) {

    /** The columns tell it all. */
    static Bounds exactly(Condition condition) {
        return new Bounds(condition, condition);
    }

    static Bounds all(List<Bounds> bounds) {
        return new Bounds(Condition.all(each(bounds, Bounds::sure)), Condition.all(each(bounds, Bounds::maybe)));
    }

    static Bounds any(List<Bounds> bounds) {
        return new Bounds(Condition.any(each(bounds, Bounds::sure)), Condition.any(each(bounds, Bounds::maybe)));
    }

    /** Whether no flow has to be asked. */
    boolean isExact() {
        return sure.equals(maybe);
    }

    private static List<Condition> each(List<Bounds> bounds, Function<Bounds, Condition> side) {
        return bounds.stream().map(side).toList();
    }
}
