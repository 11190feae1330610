package dev.steno.rule.action;

import com.google.re2j.Pattern;
import dev.steno.addon.Verdict;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.rule.spec.Replacement;
import dev.steno.rule.spec.RuleFailure;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code map-remote}: replaces every occurrence of an expression in the whole URL; the request goes to the URL that
 * results. Immutable.
 *
 * @param url found in the URL
 * @param replacement takes its place
 * @param keepHost whether Host still names the server that the client asked for
 * @param rewriteBack whether URLs and cookies of the response name the server that the client asked for
 */
public record RemoteUrl(Pattern url, Replacement replacement, boolean keepHost, boolean rewriteBack)
        implements RuleAction {

    /** The same action, which also rewrites responses back. */
    public RemoteUrl back() {
        return new RemoteUrl(url, replacement, keepHost, true);
    }

    @Override
    public Set<RulePoint> points() {
        return rewriteBack ? EnumSet.allOf(RulePoint.class) : EnumSet.of(RulePoint.REQUEST);
    }

    @Override
    public @Nullable Verdict<HttpFlow> apply(HttpFlow flow, RulePoint point) throws RuleFailure {
        if (point == RulePoint.RESPONSE) {
            return rewrittenBack(flow);
        }
        HttpRequest request = flow.request();
        if (request.method().equals("CONNECT")) {
            return null;
        }
        String before = request.url();
        String after = replacement.replaceAll(url, before);
        if (after == null) {
            return null;
        }
        if (after.equals(before)) {
            return Verdict.pass();
        }
        try {
            return new Verdict.Replace<>(flow.withRequest(request.to(after, keepHost)));
        } catch (IllegalArgumentException e) {
            throw new RuleFailure(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Rewrites the fields of a flow's response if the expression is found in the URL that the client asked for, and the
     * request went elsewhere; null if there is nothing to rewrite.
     */
    public @Nullable Verdict<HttpFlow> rewrittenBack(HttpFlow flow) {
        HttpRequest came = flow.original() == null ? null : flow.original().request();
        if (!rewriteBack
                || came == null
                || came.url().equals(flow.request().url())
                || !url.matcher(came.url()).find()) {
            return null;
        }
        Headers headers = RuleFields.headers(flow, RulePoint.RESPONSE);
        Headers back = new RewrittenBack(flow.request(), came).of(headers);
        return back == headers ? null : new Verdict.Replace<>(RuleFields.with(flow, RulePoint.RESPONSE, back));
    }
}
