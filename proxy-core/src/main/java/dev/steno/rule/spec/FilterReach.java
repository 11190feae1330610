package dev.steno.rule.spec;

import dev.steno.filter.Filter;
import dev.steno.filter.Flag;
import dev.steno.filter.Match;
import dev.steno.filter.NumberField;
import dev.steno.filter.TextField;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * Finds filters that cannot match the flow of a hook, whatever it carries: at a request, the response is unknown, and so
 * is the opposite of what is unknown. Computes which answers each part can give. For one filter and one thread.
 */
public final class FilterReach {
    private final boolean response;
    private final Set<String> culprits = new LinkedHashSet<>();

    private FilterReach(boolean response) {
        this.response = response;
    }

    /**
     * Checks a filter.
     *
     * @param request whether the rule sees requests
     * @param response whether the rule sees responses
     * @param kind the name of the rule's kind
     * @throws RuleException if the filter can match neither
     */
    public static void check(Filter filter, boolean request, boolean response, String kind) {
        if (request && canMatch(filter, false) || response && canMatch(filter, true)) {
            return;
        }
        FilterReach reach = new FilterReach(response);
        reach.answers(filter);
        String why = String.join(" and ", reach.culprits);
        throw new RuleException("the filter \"" + filter + "\" can never match: " + kind + " decides "
                + (response ? "at the response" : "at the request")
                + (why.isEmpty()
                        ? ""
                        : ", when " + why + (response ? " cannot be true" : " is not known or cannot be true")));
    }

    /** Whether the filter can match at a request, or at a response. */
    static boolean canMatch(Filter filter, boolean response) {
        return new FilterReach(response).answers(filter).contains(Match.YES);
    }

    private Set<Match> answers(Filter filter) {
        if (filter instanceof Filter.All) {
            return EnumSet.of(Match.YES);
        }
        if (filter instanceof Filter.Not not) {
            EnumSet<Match> opposite = EnumSet.noneOf(Match.class);
            answers(not.operand()).forEach(answer -> opposite.add(answer.not()));
            return opposite;
        }
        if (filter instanceof Filter.And and) {
            return combined(and.operands(), Match::and);
        }
        if (filter instanceof Filter.Or or) {
            return combined(or.operands(), Match::or);
        }
        Set<Match> answers = leaf(filter);
        if (!answers.contains(Match.YES)) {
            culprits.add(filter.toString());
        }
        return answers;
    }

    private Set<Match> combined(List<Filter> operands, BinaryOperator<Match> join) {
        Set<Match> all = answers(operands.get(0));
        for (Filter operand : operands.subList(1, operands.size())) {
            EnumSet<Match> next = EnumSet.noneOf(Match.class);
            Set<Match> others = answers(operand);
            all.forEach(one -> others.forEach(other -> next.add(join.apply(one, other))));
            all = next;
        }
        return all;
    }

    private Set<Match> leaf(Filter filter) {
        if (filter instanceof Filter.Is is) {
            return flag(is.flag());
        }
        if (filter instanceof Filter.Compare compare) {
            return number(compare.field());
        }
        TextField field = filter instanceof Filter.Matches matches
                ? matches.field()
                : filter instanceof Filter.Equals equals ? equals.field() : TextField.URL;
        return switch (field) {
            case RESPONSE_HEADERS, RESPONSE_TYPE, TYPE, RESPONSE_BODY ->
                response ? EnumSet.allOf(Match.class) : EnumSet.of(Match.UNKNOWN);
            case ERROR, STEP -> EnumSet.of(Match.NO);
            default -> EnumSet.allOf(Match.class);
        };
    }

    private Set<Match> flag(Flag flag) {
        return switch (flag) {
            case HTTP -> EnumSet.of(Match.YES);
            case TCP, UDP, DNS, UNREAD, ERROR -> EnumSet.of(Match.NO);
            case NO_RESPONSE -> EnumSet.of(Match.of(!response));
            case RESPONSE -> EnumSet.of(Match.of(response));
            case WEBSOCKET -> EnumSet.of(Match.UNKNOWN);
            case ASSET -> response ? EnumSet.of(Match.YES, Match.NO) : EnumSet.of(Match.UNKNOWN);
            default -> EnumSet.allOf(Match.class);
        };
    }

    private Set<Match> number(NumberField field) {
        return switch (field) {
            case DURATION -> EnumSet.of(Match.UNKNOWN);
            case STATUS, SIZE -> response ? EnumSet.allOf(Match.class) : EnumSet.of(Match.UNKNOWN);
            default -> EnumSet.allOf(Match.class);
        };
    }
}
