package dev.steno.rule.cookie;

import dev.steno.addon.Verdict;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.rule.action.RuleAction;
import dev.steno.rule.action.RulePoint;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code sticky-cookie}: learns the cookies of all responses, and sends them with requests. A request's own cookies of
 * other names stay. Any thread.
 */
public final class StickyCookie implements RuleAction {
    /** Upper bound on the cookies that are kept; the one that was set longest ago is forgotten. */
    static final int MOST = 3000;

    private static final long NANOS = 1_000_000_000L;

    private final List<Cookie> cookies = new ArrayList<>(); // guarded by this
    private boolean changed; // guarded by this

    @Override
    public Set<RulePoint> points() {
        return EnumSet.of(RulePoint.REQUEST);
    }

    @Override
    public Set<RulePoint> observes() {
        return EnumSet.of(RulePoint.RESPONSE);
    }

    @Override
    public void observe(HttpFlow flow, RulePoint point) {
        HttpResponse response = flow.response();
        if (response == null || !response.headers().contains("Set-Cookie")) {
            return;
        }
        HttpRequest request = flow.request();
        long now = Times.now() / NANOS;
        for (String field : response.headers().all("Set-Cookie")) {
            Cookie cookie = Cookie.of(field, request.host(), request.path(), isHttps(request), now);
            if (cookie != null) {
                keep(cookie, now);
            }
        }
    }

    /** Adds cookies that were kept, as if they had been set now. */
    synchronized void add(List<Cookie> kept) {
        long now = Times.now() / NANOS;
        kept.forEach(cookie -> keep(cookie, now));
        changed = cookies.size() != kept.size() || !kept.containsAll(cookies);
    }

    /** The cookies if any was set since the last call; otherwise null. */
    synchronized @Nullable List<Cookie> takeChanged() {
        boolean any = changed;
        changed = false;
        return any ? List.copyOf(cookies) : null;
    }

    private synchronized void keep(Cookie cookie, long now) {
        changed |= !cookies.contains(cookie);
        cookies.removeIf(cookie::replaces);
        if (cookie.expires() > now) {
            if (cookies.size() == MOST) {
                cookies.remove(0);
            }
            cookies.add(cookie);
        }
    }

    @Override
    public @Nullable Verdict<HttpFlow> apply(HttpFlow flow, RulePoint point) {
        HttpRequest request = flow.request();
        Map<String, String> learnt = learnt(request);
        if (learnt.isEmpty()) {
            return null;
        }
        Headers headers = request.headers();
        Map<String, String> all = new LinkedHashMap<>();
        for (String field : headers.all("Cookie")) {
            for (String pair : field.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (!pair.isBlank()) {
                    all.put(
                            equals < 0
                                    ? pair.strip()
                                    : pair.substring(0, equals).strip(),
                            pair.strip());
                }
            }
        }
        all.putAll(learnt);
        String name = request.version().startsWith("HTTP/1") ? "Cookie" : "cookie";
        Headers next = headers.set(name, String.join("; ", all.values()));
        return next.equals(headers) ? null : new Verdict.Replace<>(flow.withRequest(request.withHeaders(next)));
    }

    private synchronized Map<String, String> learnt(HttpRequest request) {
        long now = Times.now() / NANOS;
        Map<String, String> learnt = new LinkedHashMap<>();
        cookies.stream()
                .filter(cookie -> cookie.goesTo(request.host(), request.path(), isHttps(request), now))
                .sorted((one, other) -> one.path().length() - other.path().length())
                .forEach(cookie -> learnt.put(cookie.name(), cookie.name() + "=" + cookie.value()));
        return learnt;
    }

    private static boolean isHttps(HttpRequest request) {
        return request.scheme().equals("https");
    }
}
