package dev.steno.filter;

import dev.steno.flow.Flow;
import java.util.List;

/** The parts shared by {@code And} and {@code Or}. Stateless. */
final class Junction {
    private Junction() {}

    static List<Filter> operands(List<Filter> operands) {
        if (operands.size() < 2) {
            throw new IllegalArgumentException("at least two operands are required, not " + operands.size());
        }
        return List.copyOf(operands);
    }

    static boolean needsRequestBody(List<Filter> operands) {
        for (Filter operand : operands) {
            if (operand.needsRequestBody()) {
                return true;
            }
        }
        return false;
    }

    static boolean needsResponseBody(List<Filter> operands) {
        for (Filter operand : operands) {
            if (operand.needsResponseBody()) {
                return true;
            }
        }
        return false;
    }

    static Match all(List<Filter> operands, Flow flow, ContentSource content) {
        Match light = fold(operands, false, Match.YES, Match.NO, flow, content);
        return light == Match.NO ? light : fold(operands, true, light, Match.NO, flow, content);
    }

    static Match any(List<Filter> operands, Flow flow, ContentSource content) {
        Match light = fold(operands, false, Match.NO, Match.YES, flow, content);
        return light == Match.YES ? light : fold(operands, true, light, Match.YES, flow, content);
    }

    /**
     * Combines the answers of the operands that read bodies if {@code bodies}, otherwise of those that do not. The
     * latter are tested first, since reading a body is expensive and the order does not affect the result.
     */
    private static Match fold(
            List<Filter> operands, boolean bodies, Match start, Match decided, Flow flow, ContentSource content) {
        Match result = start;
        for (Filter operand : operands) {
            if (operand.needsBody() == bodies) {
                Match next = operand.test(flow, content);
                result = decided == Match.NO ? result.and(next) : result.or(next);
                if (result == decided) {
                    return result;
                }
            }
        }
        return result;
    }
}
