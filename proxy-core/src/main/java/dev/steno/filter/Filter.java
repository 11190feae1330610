package dev.steno.filter;

import dev.steno.flow.Flow;
import java.util.List;

/**
 * An expression over flows, parsed by {@link FilterParser}. Immutable, any thread.
 *
 * <p>The leaves name a field, a relation and an operand, so that a store can answer them by its own means. {@code !=} and
 * {@code !~} are {@link Not} of the leaf: for a flow that lacks the field they hold.
 */
public sealed interface Filter {

    /** Every flow. */
    Filter ALL = new All();

    /**
     * Whether a flow, as it stands at this revision, matches.
     *
     * <p>The answer is {@link Match#UNKNOWN} where the filter asks for what an open flow has not shown yet (its response, the
     * rest of a body, its duration), or for a body that {@code content} does not have at hand. A flow that is no longer open
     * lacks for good what it has not. Mark, comment, error, state and whether there is a response ({@code ~q ~s ~e}) are
     * asked of the flow as it stands and are never unknown.
     */
    Match test(Flow flow, Content content);

    /** Whether the answer may depend on the bytes of a request's body, or of a raw stream. */
    default boolean needsRequestBody() {
        return false;
    }

    /** Whether the answer may depend on the bytes of a response's body, or of a raw stream. */
    default boolean needsResponseBody() {
        return false;
    }

    /** Whether the answer may depend on the bytes of any body. */
    default boolean needsBody() {
        return needsRequestBody() || needsResponseBody();
    }

    /** Every flow: {@code ~all}. */
    record All() implements Filter {
        @Override
        public Match test(Flow flow, Content content) {
            return Match.YES;
        }

        @Override
        public String toString() {
            return FilterPrinter.print(this);
        }
    }

    /** What the operand does not match: {@code !a}. */
    record Not(Filter operand) implements Filter {
        @Override
        public Match test(Flow flow, Content content) {
            return operand.test(flow, content).not();
        }

        @Override
        public boolean needsRequestBody() {
            return operand.needsRequestBody();
        }

        @Override
        public boolean needsResponseBody() {
            return operand.needsResponseBody();
        }

        @Override
        public String toString() {
            return FilterPrinter.print(this);
        }
    }

    /** What every operand matches: {@code a & b} or {@code a b}. Two operands or more. */
    record And(List<Filter> operands) implements Filter {
        public And {
            operands = Junction.operands(operands);
        }

        @Override
        public Match test(Flow flow, Content content) {
            return Junction.all(operands, flow, content);
        }

        @Override
        public boolean needsRequestBody() {
            return Junction.needsRequestBody(operands);
        }

        @Override
        public boolean needsResponseBody() {
            return Junction.needsResponseBody(operands);
        }

        @Override
        public String toString() {
            return FilterPrinter.print(this);
        }
    }

    /** What any operand matches: {@code a | b}. Two operands or more. */
    record Or(List<Filter> operands) implements Filter {
        public Or {
            operands = Junction.operands(operands);
        }

        @Override
        public Match test(Flow flow, Content content) {
            return Junction.any(operands, flow, content);
        }

        @Override
        public boolean needsRequestBody() {
            return Junction.needsRequestBody(operands);
        }

        @Override
        public boolean needsResponseBody() {
            return Junction.needsResponseBody(operands);
        }

        @Override
        public String toString() {
            return FilterPrinter.print(this);
        }
    }

    /** A property that a flow has or has not: {@code ~e}. */
    record Is(Flag flag) implements Filter {
        @Override
        public Match test(Flow flow, Content content) {
            return flag.test(flow);
        }

        @Override
        public String toString() {
            return FilterPrinter.print(this);
        }
    }

    /** A text of the flow in which a regular expression is found: {@code ~u api} or {@code url ~ api}. */
    record Matches(TextField field, Regex regex) implements Filter {
        public Matches {
            if (regex.mode() != field.mode()) {
                throw new IllegalArgumentException(field + " is matched in mode " + field.mode());
            }
        }

        /**
         * Compiles the expression as the field needs it.
         *
         * @throws com.google.re2j.PatternSyntaxException where it is no expression in RE2 syntax
         */
        public static Matches of(TextField field, String regex) {
            return new Matches(field, Regex.of(regex, field.mode()));
        }

        @Override
        public Match test(Flow flow, Content content) {
            return field.any(flow, content, regex::find);
        }

        @Override
        public boolean needsRequestBody() {
            return field == TextField.BODY || field == TextField.REQUEST_BODY;
        }

        @Override
        public boolean needsResponseBody() {
            return field == TextField.BODY || field == TextField.RESPONSE_BODY;
        }

        @Override
        public String toString() {
            return FilterPrinter.print(this);
        }
    }

    /** A text of the flow that is the given one, whatever the case of its letters: {@code host = example.com}. */
    record Equals(TextField field, String value) implements Filter {
        public Equals {
            if (field.label() == null) {
                throw new IllegalArgumentException(field + " has no name to compare by");
            }
        }

        @Override
        public Match test(Flow flow, Content content) {
            return field.any(flow, content, value::equalsIgnoreCase);
        }

        @Override
        public String toString() {
            return FilterPrinter.print(this);
        }
    }

    /**
     * A number of the flow compared with another: {@code size > 1mb}.
     *
     * @param value in the field's unit
     */
    record Compare(NumberField field, Relation relation, long value) implements Filter {
        @Override
        public Match test(Flow flow, Content content) {
            return field.test(flow, relation, value);
        }

        @Override
        public String toString() {
            return FilterPrinter.print(this);
        }
    }
}
