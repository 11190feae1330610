package dev.steno.rule.action;

import dev.steno.addon.Verdict;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code anticache}: removes the conditions by which a server may answer that the client's copy is still valid. A request
 * that wants only what a cache has stays as it is. Immutable.
 */
public record FreshRequest() implements RuleAction {
    @Override
    public Set<RulePoint> points() {
        return EnumSet.of(RulePoint.REQUEST);
    }

    @Override
    public @Nullable Verdict<HttpFlow> apply(HttpFlow flow, RulePoint point) {
        Headers headers = flow.request().headers();
        if (headers.hasToken("Cache-Control", "only-if-cached")) {
            return null;
        }
        boolean part = headers.contains("If-Range");
        Headers fresh = headers.without(name -> name.equalsIgnoreCase("If-None-Match")
                || name.equalsIgnoreCase("If-Modified-Since")
                || part && (name.equalsIgnoreCase("If-Range") || name.equalsIgnoreCase("Range")));
        return fresh == headers ? null : new Verdict.Replace<>(RuleFields.with(flow, point, fresh));
    }
}
