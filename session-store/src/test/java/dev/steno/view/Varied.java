package dev.steno.view;

import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.session.Flows;
import java.util.List;
import java.util.Random;

/** Flows that vary in every sortable column, with many equal values. The same seed gives the same flow. */
public final class Varied {
    private static final List<String> METHODS = List.of("GET", "GET", "POST", "PUT", "OPTIONS");
    private static final List<String> HOSTS = List.of("a.test", "b.test", "aa.test", "\u00e9.test", "::1");
    private static final List<String> PATHS = List.of("/", "/a", "/a?b", "/a/b", "/\u00ff", "*");
    private static final List<String> TYPES = List.of("text/html", "TEXT/html; charset=x", "image/png", "", "a");

    private Varied() {}

    /** A request that was forwarded and has no response yet. */
    public static HttpFlow open(long id, long seed) {
        Random random = new Random(seed);
        HttpFlow like = Flows.open(id);
        HttpRequest request = new HttpRequest(
                pick(METHODS, random),
                random.nextBoolean() ? "https" : "http",
                pick(HOSTS, random),
                random.nextInt(3) == 0 ? 8080 : 443,
                pick(PATHS, random) + (random.nextBoolean() ? random.nextInt(20) : ""),
                "HTTP/1.1",
                like.request().headers(),
                null,
                Body.NONE,
                like.started(),
                like.started());
        return with(like, 1, FlowState.OPEN, Times.UNSET, request, null, Notes.NONE);
    }

    /** The final revision of a flow, with its response. */
    public static HttpFlow answered(HttpFlow flow, long seed) {
        Random random = new Random(seed);
        String type = pick(TYPES, random);
        HttpResponse response = random.nextInt(5) == 0
                ? null
                : new HttpResponse(
                        "HTTP/1.1",
                        List.of(200, 200, 204, 301, 404, 500).get(random.nextInt(6)),
                        "",
                        type.isEmpty() ? Headers.of() : Headers.of("Content-Type", type),
                        null,
                        new Body.Inline(new byte[random.nextInt(4) * random.nextInt(100)]),
                        flow.started(),
                        flow.started());
        return with(
                flow,
                flow.revision() + 1,
                response == null ? FlowState.FAILED : FlowState.COMPLETE,
                random.nextInt(5) * 1000L,
                flow.request(),
                response,
                flow.notes());
    }

    private static HttpFlow with(
            HttpFlow flow,
            int revision,
            FlowState state,
            long duration,
            HttpRequest request,
            HttpResponse response,
            Notes notes) {
        return new HttpFlow(
                flow.id(),
                revision,
                state,
                flow.started(),
                duration,
                flow.client(),
                flow.server(),
                request,
                response,
                List.of(),
                null,
                notes,
                null);
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
