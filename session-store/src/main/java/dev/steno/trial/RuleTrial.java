package dev.steno.trial;

import dev.steno.addon.RecordedFlows;
import dev.steno.content.BodyText;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.rule.Rule;
import dev.steno.rule.RuleEffect;
import dev.steno.rule.action.RulePoint;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.StoredContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule would have done to the newest flows of a session. Immutable.
 *
 * @param tested number of HTTP flows that were looked at
 * @param acted number of flows on which the rule would have acted
 * @param failed how many of these it could not have changed
 * @param flows the numbers of the newest flows on which it would have acted
 * @param first the newest of them; null if there is none
 */
public record RuleTrial(
        long tested,
        long acted,
        long failed,
        List<Long> flows,
        @Nullable First first) {
    /** Upper bound on the numbers of flows that are kept. */
    public static final int LISTED = 100;

    private static final int PAGE = 256;
    private static final int SHOWN = 16 * 1024; // chars of a body

    /**
     * One message as it was, and as the rule would have left it.
     *
     * @param point {@code request} or {@code response}
     * @param before start line, fields and the start of the decoded body as text
     * @param after the same; of a request that is answered, the answer; empty if there is none
     * @param failure why the rule would have failed, or how ended the exchange; empty for neither
     */
    public record First(long flow, String point, String before, String after, String failure) {}

    private static RecordedFlows recorded(SessionReader reader) {
        return new RecordedFlows() {
            @Override
            public Optional<Flow> flow(long id) throws IOException {
                return reader.flow(id);
            }

            @Override
            public InputStream body(Body body) throws IOException {
                return reader.body(body);
            }
        };
    }

    /**
     * Tries a rule on a session, newest flows first. Blocking.
     *
     * @param among the flows to try it on
     * @param limit how many flows are looked at, at most
     */
    public static RuleTrial run(SessionReader reader, Rule rule, Filter among, long limit) throws SessionException {
        StoredContent content = new StoredContent(reader);
        rule.readFrom(recorded(reader));
        long tested = 0;
        long acted = 0;
        long failed = 0;
        List<Long> flows = new ArrayList<>();
        First first = null;
        Place after = Place.START;
        while (tested < limit) {
            List<Flow> page = reader.page(after, PAGE, true);
            for (Flow flow : page) {
                after = Place.of(flow);
                if (tested == limit || !(flow instanceof HttpFlow http) || among.test(flow, content) != Match.YES) {
                    continue;
                }
                tested++;
                Optional<RuleEffect> effect = RuleEffect.of(rule, http, content);
                if (effect.isPresent()) {
                    acted++;
                    failed += effect.get().after() == null && !effect.get().ends() ? 1 : 0;
                    first = first == null ? first(effect.get()) : first;
                    if (flows.size() < LISTED) {
                        flows.add(flow.id());
                    }
                }
            }
            if (page.size() < PAGE) {
                break;
            }
        }
        return new RuleTrial(tested, acted, failed, List.copyOf(flows), first);
    }

    private static First first(RuleEffect effect) {
        HttpFlow after = effect.after();
        boolean request = effect.point() == RulePoint.REQUEST;
        boolean answered = request && after != null && after.response() != null;
        return new First(
                effect.before().id(),
                request ? "request" : "response",
                text(effect.before(), request),
                after == null ? "" : text(after, request && !answered),
                effect.failure());
    }

    private static String text(HttpFlow flow, boolean request) {
        HttpResponse response = flow.response();
        if (request || response == null) {
            return flow.request().method() + " " + flow.request().url() + "\r\n"
                    + text(flow.request().headers(), flow.request().body());
        }
        return response.status() + " " + response.reason() + "\r\n" + text(response.headers(), response.body());
    }

    private static String text(Headers headers, Body body) {
        StringBuilder text = new StringBuilder(headers.toString());
        if (body instanceof Body.Inline inline) {
            try {
                text.append("\r\n").append(BodyText.read(new ByteArrayInputStream(inline.bytes()), headers, SHOWN));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return text.toString();
    }
}
