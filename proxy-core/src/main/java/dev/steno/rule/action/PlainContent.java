package dev.steno.rule.action;

import dev.steno.addon.Verdict;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code anticomp}: asks servers for bodies without compression, and offers no dictionaries by which they could be
 * compressed (RFC 9842). Immutable.
 */
public record PlainContent() implements RuleAction {
    @Override
    public Set<RulePoint> points() {
        return EnumSet.of(RulePoint.REQUEST);
    }

    @Override
    public @Nullable Verdict<HttpFlow> apply(HttpFlow flow, RulePoint point) {
        Headers headers = flow.request().headers();
        Headers plain = headers.without(
                name -> name.equalsIgnoreCase("Available-Dictionary") || name.equalsIgnoreCase("Dictionary-ID"));
        if (!"identity".equals(headers.get("Accept-Encoding"))) {
            String name = RuleFields.isFramed(flow.request().version()) ? "accept-encoding" : "Accept-Encoding";
            plain = plain.set(name, "identity");
        }
        return plain == headers ? null : new Verdict.Replace<>(RuleFields.with(flow, point, plain));
    }
}
