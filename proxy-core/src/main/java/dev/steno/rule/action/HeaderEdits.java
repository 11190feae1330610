package dev.steno.rule.action;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.rule.spec.RuleFailure;

/** The changes of several rules to the fields of one message: first all names are removed, then the values are added. */
public final class HeaderEdits {
    private final HttpFlow flow;
    private final RulePoint point;
    private final HeaderDraft head;
    private final HeaderDraft trailers;

    public HeaderEdits(HttpFlow flow, RulePoint point) {
        this.flow = flow;
        this.point = point;
        String version = RuleFields.version(flow, point);
        this.head = new HeaderDraft(RuleFields.headers(flow, point), version);
        this.trailers = new HeaderDraft(RuleFields.trailers(flow, point), version);
    }

    /** @throws RuleFailure if the rule cannot be applied to this message; it then changes nothing */
    public void add(HeaderEdit edit) throws RuleFailure {
        String value = edit.value(flow, point);
        String why = edit.isTrailer() && !value.isEmpty() ? RuleFields.whyNoTrailers(flow, point) : null;
        if (why != null) {
            throw new RuleFailure(why);
        }
        add(edit, value);
    }

    /**
     * Adds the change of a rule.
     *
     * @param value that of the rule for this message
     */
    public void add(HeaderEdit edit, String value) {
        HeaderDraft draft = edit.isTrailer() ? trailers : head;
        draft.remove(edit.name(), edit.cookie());
        if (!value.isEmpty()) {
            draft.add(edit.name(), value);
        }
    }

    /** The flow with the changed message; the same flow if nothing changes. */
    public HttpFlow apply() {
        HttpFlow next = flow;
        Headers fields = head.done();
        if (!fields.equals(RuleFields.headers(flow, point))) {
            next = RuleFields.with(next, point, fields);
        }
        Headers trailing = trailers.done();
        if (!trailing.equals(RuleFields.trailers(flow, point))) {
            next = RuleFields.withTrailers(next, point, trailing);
        }
        return next;
    }
}
