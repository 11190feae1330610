package dev.steno.rule;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.TrailerChange;
import dev.steno.rule.action.HeaderEdit;
import dev.steno.rule.action.HeaderEdits;
import dev.steno.rule.action.RulePoint;
import dev.steno.rule.spec.RuleFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of {@code modify-headers} on the trailers of a message whose body passes while it arrives. For one message: values
 * are read before its head is sent, and used on the event loop.
 */
final class StreamedTrailers implements TrailerChange {
    private final List<Rule> rules;
    private final RulePoint point;
    private final RuleTrace trace;
    private final Map<Rule, String> values = new LinkedHashMap<>();

    /** @param rules those whose filters match, in their order */
    StreamedTrailers(List<Rule> rules, long flow, RulePoint point) {
        this.rules = rules;
        this.point = point;
        this.trace = new RuleTrace(flow);
    }

    /** Whether {@link #read} reads files. */
    boolean blocks() {
        return rules.stream().anyMatch(rule -> rule.action().blocks());
    }

    /** Reads the values; called once, before the head is sent. */
    void read(HttpFlow flow) {
        for (Rule rule : rules) {
            try {
                values.put(rule, ((HeaderEdit) rule.action()).value(flow, point));
            } catch (RuleFailure e) {
                trace.fail(rule, String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public boolean adds() {
        return values.values().stream().anyMatch(value -> !value.isEmpty());
    }

    @Override
    public HttpFlow apply(HttpFlow ended) {
        HeaderEdits edits = new HeaderEdits(ended, point);
        values.forEach((rule, value) -> {
            if (rule.terms().admit(rule.tally())) {
                edits.add((HeaderEdit) rule.action(), value);
                trace.hit(rule);
            }
        });
        return trace.moveTo(edits.apply());
    }

    @Override
    public HttpFlow refused(HttpFlow ended, String why) {
        values.forEach((rule, value) -> {
            if (!value.isEmpty() && rule.terms().admit(rule.tally())) {
                trace.fail(rule, why);
            }
        });
        return trace.moveTo(ended);
    }
}
