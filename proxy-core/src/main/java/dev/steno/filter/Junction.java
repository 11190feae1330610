package dev.steno.filter;

import dev.steno.flow.Flow;
import java.util.List;

/** What {@code And} and {@code Or} share. */
final class Junction {
    private Junction() {}

    static List<Filter> operands(List<Filter> operands) {
        if (operands.size() < 2) {
            throw new IllegalArgumentException("two operands or more are needed, not " + operands.size());
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

    static Match all(List<Filter> operands, Flow flow, Content content) {
        Match light = fold(operands, false, Match.YES, Match.NO, flow, content);
        return light == Match.NO ? light : fold(operands, true, light, Match.NO, flow, content);
    }

    static Match any(List<Filter> operands, Flow flow, Content content) {
        Match light = fold(operands, false, Match.NO, Match.YES, flow, content);
        return light == Match.YES ? light : fold(operands, true, light, Match.YES, flow, content);
    }

    /** Those that read bodies come in a second round: Kleene's logic knows no order, but a body is dear to read. */
    private static Match fold(
            List<Filter> operands, boolean bodies, Match start, Match decided, Flow flow, Content content) {
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
