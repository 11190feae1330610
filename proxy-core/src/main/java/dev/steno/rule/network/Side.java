package dev.steno.rule.network;

import dev.steno.flow.Direction;
import dev.steno.rule.action.RulePoint;
import dev.steno.rule.spec.RuleException;
import java.util.EnumSet;
import java.util.Set;

/** The directions of a flow that a fault concerns. */
enum Side {
    UPSTREAM(EnumSet.of(RulePoint.REQUEST)),
    DOWNSTREAM(EnumSet.of(RulePoint.RESPONSE)),
    BOTH(EnumSet.allOf(RulePoint.class));

    private final Set<RulePoint> points;

    Side(Set<RulePoint> points) {
        this.points = points;
    }

    /** The attribute {@code direction}. */
    static Side of(Attributes attributes) {
        return of(attributes, "downstream");
    }

    static Side of(Attributes attributes, String absent) {
        return parse(attributes.text("direction", absent));
    }

    private static Side parse(String text) {
        return switch (text) {
            case "upstream" -> UPSTREAM;
            case "downstream" -> DOWNSTREAM;
            case "both" -> BOTH;
            default ->
                throw new RuleException(
                        "direction is upstream (requests), downstream (responses) or both, not \"" + text + "\"");
        };
    }

    Set<RulePoint> points() {
        return EnumSet.copyOf(points);
    }

    boolean has(Direction direction) {
        return points.contains(direction.isFromClient() ? RulePoint.REQUEST : RulePoint.RESPONSE);
    }
}
