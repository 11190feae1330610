package dev.steno.filter;

import dev.steno.flow.Flow;
import java.util.List;

/**
 * An expression over flows, parsed by {@link FilterParser}. Immutable, any thread.
 *
 * <p>Each leaf is a field, a relation and an operand, so that a store can translate it into its own query. {@code !=}
 * and {@code !~} are {@link Not} of the leaf, so they match a flow that lacks the field.
 */
public sealed interface Filter {

    /** Every flow. */
    Filter ALL = new All();

    /**
     * Tests one revision of a flow.
     *
     * <p>The answer is {@link Match#UNKNOWN} if the filter depends on something that an open flow does not have yet
     * (its response, the rest of a body, its duration), or on a body that {@code content} cannot supply. For a closed
     * flow, a missing value is final. Mark, comment, error, state and the presence of a response ({@code ~q ~s ~e}) are
     * always those of this revision, never unknown.
     */
    Match test(Flow flow, ContentSource content);

    /** Whether the answer may depend on the bytes of a request body or a raw stream. */
    default boolean needsRequestBody() {
        return false;
    }

    /** Whether the answer may depend on the bytes of a response body or a raw stream. */
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
        public Match test(Flow flow, ContentSource content) {
            return Match.YES;
        }

        @Override
        public String toString() {
            return FilterPrinter.print(this);
        }
    }

    /** Matches the flows that the operand does not match: {@code !a}. */
    record Not(Filter operand) implements Filter {
        @Override
        public Match test(Flow flow, ContentSource content) {
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

    /** Matches the flows that every operand matches: {@code a & b} or {@code a b}. At least two operands. */
    record And(List<Filter> operands) implements Filter {
        public And {
            operands = Junction.operands(operands);
        }

        @Override
        public Match test(Flow flow, ContentSource content) {
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

    /** Matches the flows that any operand matches: {@code a | b}. At least two operands. */
    record Or(List<Filter> operands) implements Filter {
        public Or {
            operands = Junction.operands(operands);
        }

        @Override
        public Match test(Flow flow, ContentSource content) {
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

    /** A property that a flow has or lacks: {@code ~e}. */
    record Is(Flag flag) implements Filter {
        @Override
        public Match test(Flow flow, ContentSource content) {
            return flag.test(flow);
        }

        @Override
        public String toString() {
            return FilterPrinter.print(this);
        }
    }

    /** A text field in which a regular expression is found: {@code ~u api} or {@code url ~ api}. */
    record Matches(TextField field, Regex regex) implements Filter {
        public Matches {
            if (regex.mode() != field.mode()) {
                throw new IllegalArgumentException(field + " is matched in mode " + field.mode());
            }
        }

        /**
         * Compiles the expression in the field's mode.
         *
         * @throws com.google.re2j.PatternSyntaxException if it is not valid RE2 syntax
         */
        public static Matches of(TextField field, String regex) {
            return new Matches(field, Regex.of(regex, field.mode()));
        }

        @Override
        public Match test(Flow flow, ContentSource content) {
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

    /** A text field equal to a given text, ignoring case: {@code host = example.com}. */
    record Equals(TextField field, String value) implements Filter {
        public Equals {
            if (field.label() == null || field.isOnlySearched()) {
                throw new IllegalArgumentException(field + " is not compared as a whole");
            }
        }

        @Override
        public Match test(Flow flow, ContentSource content) {
            return field.any(flow, content, value::equalsIgnoreCase);
        }

        @Override
        public String toString() {
            return FilterPrinter.print(this);
        }
    }

    /**
     * A number field compared with a constant: {@code size > 1mb}.
     *
     * @param value in the field's unit
     */
    record Compare(NumberField field, Relation relation, long value) implements Filter {
        @Override
        public Match test(Flow flow, ContentSource content) {
            return field.test(flow, relation, value);
        }

        @Override
        public String toString() {
            return FilterPrinter.print(this);
        }
    }
}
