package dev.steno.rule;

import dev.steno.addon.RecordedFlows;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.rule.action.RuleAction;
import dev.steno.rule.action.RulePoint;
import dev.steno.rule.network.DelayFault;
import dev.steno.rule.spec.FilterReach;
import dev.steno.rule.spec.RuleException;

/**
 * A rule: which messages it acts on, and what it does with them. Immutable but for its tally.
 *
 * @param name unique among the rules; without blanks
 * @param spec the rule as it was written
 * @param filterText the filter as it was written; empty for every message
 * @param on whether it is in effect
 * @param source where it was set: the name of its option, or that of the rules file
 * @param terms bounds on its use
 */
public record Rule(
        String name,
        RuleKind kind,
        String spec,
        String filterText,
        Filter filter,
        RuleAction action,
        boolean on,
        String source,
        RuleTerms terms,
        RuleTally tally) {

    /**
     * Reads a rule that is written in one line.
     *
     * @throws RuleException if it is not valid
     */
    public static Rule of(String name, RuleKind kind, String spec, String source) {
        RuleKind.Meaning meaning = kind.parse(spec);
        return of(name, kind, spec, meaning.filter(), meaning.action(), true, source, RuleTerms.ALWAYS);
    }

    /**
     * Makes a rule.
     *
     * @throws RuleException if the filter is not valid, or can never match
     */
    public static Rule of(
            String name,
            RuleKind kind,
            String spec,
            String filterText,
            RuleAction action,
            boolean on,
            String source,
            RuleTerms terms) {
        Filter filter = filter(filterText);
        if (kind != RuleKind.THROTTLE && kind != RuleKind.FAULT) { // which also act on what is not HTTP
            FilterReach.check(
                    filter,
                    action.points().contains(RulePoint.REQUEST),
                    action.points().contains(RulePoint.RESPONSE),
                    kind.label());
        }
        return new Rule(name, kind, spec, filterText, filter, action, on, source, terms, new RuleTally());
    }

    private static Filter filter(String text) {
        try {
            return FilterParser.parseOrAll(text);
        } catch (FilterSyntaxException e) {
            throw new RuleException("the filter \"" + text + "\" is not valid: " + e.getMessage());
        }
    }

    /** It acted on a message. */
    void acted() {
        tally.hit();
        if (terms.states() != null) {
            terms.states().acted();
        }
    }

    /** This rule with the tally of one that is the same, and with what it has learnt. */
    Rule continuing(Rule before) {
        RuleAction next = action.observes().isEmpty() ? action : before.action();
        return new Rule(name, kind, spec, filterText, filter, next, on, source, terms, before.tally());
    }

    /** Where recorded flows are read, for a rule that needs one. Called before the first message. */
    public void readFrom(RecordedFlows flows) {
        if (action instanceof DelayFault delay) {
            delay.readFrom(flows);
        }
    }

    Rule withAction(RuleAction next) {
        return new Rule(name, kind, spec, filterText, filter, next, on, source, terms, tally);
    }

    Rule withOn(boolean next) {
        return new Rule(name, kind, spec, filterText, filter, action, next, source, terms, tally);
    }

    boolean actsOn(RulePoint point) {
        return action.points().contains(point);
    }

    /** Whether it can act only once the body of the message is there. */
    boolean isLate(RulePoint point) {
        return action.needsBody() || filtersBody(point);
    }

    /** Whether the filter tests the body of the message. */
    boolean filtersBody(RulePoint point) {
        return point == RulePoint.REQUEST ? filter.needsRequestBody() : filter.needsResponseBody();
    }

    /**
     * What makes two rules the same, so that a rule that is set again keeps its tally. One that learns keeps what it has
     * learnt even if its filter changes.
     */
    String identity() {
        return !action.observes().isEmpty() ? source + ' ' + name : source + ' ' + kind + ' ' + filterText + ' ' + spec;
    }
}
