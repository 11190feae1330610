package dev.steno.rule.action;

import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code sticky-auth}: remembers the last Authorization that a client sent to an origin, and adds it to requests to that
 * origin that have none. An origin is scheme, host and port, so credentials never leave it. Any thread.
 */
public final class StickyAuth implements RuleAction {
    /** Upper bound on the origins that are remembered; the one that was used longest ago is forgotten. */
    static final int MOST = 1000;

    private final Map<String, String> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    });

    @Override
    public Set<RulePoint> points() {
        return EnumSet.of(RulePoint.REQUEST);
    }

    @Override
    public Set<RulePoint> observes() {
        return points();
    }

    @Override
    public void observe(HttpFlow flow, RulePoint point) {
        String sent = flow.request().headers().get("Authorization");
        if (sent != null) {
            known.put(origin(flow.request()), sent);
        }
    }

    private static String origin(HttpRequest request) {
        return request.scheme() + "://" + new Endpoint(request.host().toLowerCase(Locale.ROOT), request.port());
    }

    @Override
    public @Nullable Verdict<HttpFlow> apply(HttpFlow flow, RulePoint point) {
        HttpRequest request = flow.request();
        Headers headers = request.headers();
        String last = headers.contains("Authorization") ? null : known.get(origin(request));
        if (last == null) {
            return null;
        }
        String name = RuleFields.isFramed(request.version()) ? "authorization" : "Authorization";
        return new Verdict.Replace<>(RuleFields.with(flow, point, headers.with(name, last)));
    }
}
