package dev.steno.bench.stream;

import dev.steno.bench.traffic.Shape;
import dev.steno.bench.traffic.Traffic;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Varied flows that are generated in advance and reused in turn, so that their generation is not measured. Each time, a
 * flow gets a new number, new times, a new path and a new body, so that no two are equal. For one thread.
 */
final class FlowLoop {
    private static final int TEMPLATES = 3_000;

    private final List<HttpFlow> templates = new ArrayList<>(TEMPLATES);
    private int at;

    FlowLoop(int bodySize) {
        Traffic traffic = new Traffic(7, new Shape(bodySize, 0, 0));
        for (long number = 1; templates.size() < TEMPLATES; number++) {
            if (traffic.flow(number) instanceof HttpFlow flow) {
                templates.add(flow);
            }
        }
    }

    /** The next flow, in its final revision. */
    HttpFlow next(long id) {
        HttpFlow template = templates.get(at);
        at = at + 1 == TEMPLATES ? 0 : at + 1;
        long now = Times.now();
        HttpRequest request = template.request();
        HttpRequest own = new HttpRequest(
                request.method(),
                request.scheme(),
                request.host(),
                request.port(),
                request.path() + "&" + id,
                request.version(),
                request.headers(),
                request.trailers(),
                request.body(),
                now,
                now + 50_000);
        HttpResponse response = template.response();
        return flow(template, id, 4, template.state(), now, template.duration(), own, response(response, id, now));
    }

    private static @Nullable HttpResponse response(@Nullable HttpResponse response, long id, long now) {
        if (response == null || !(response.body() instanceof Body.Inline inline)) {
            return response;
        }
        byte[] bytes = inline.bytes().clone();
        for (int i = 0; i < Math.min(8, bytes.length); i++) {
            bytes[bytes.length - 1 - i] = (byte) ('a' + (id >> 4 * i & 15));
        }
        return new HttpResponse(
                response.version(),
                response.status(),
                response.reason(),
                response.headers(),
                response.trailers(),
                new Body.Inline(bytes),
                now + 9_000_000,
                now + 9_500_000);
    }

    /** The earlier revision of the flow, published after the request head. */
    static HttpFlow opened(HttpFlow ended) {
        return flow(ended, ended.id(), 1, FlowState.OPEN, ended.started(), Times.UNSET, ended.request(), null);
    }

    /** The earlier revision of the flow, published after the response head. */
    static HttpFlow answered(HttpFlow ended) {
        HttpResponse response = ended.response();
        HttpResponse head = response == null ? null : response.withBody(Body.NONE);
        return flow(ended, ended.id(), 3, FlowState.OPEN, ended.started(), Times.UNSET, ended.request(), head);
    }

    private static HttpFlow flow(
            HttpFlow like,
            long id,
            int revision,
            FlowState state,
            long started,
            long duration,
            HttpRequest request,
            @Nullable HttpResponse response) {
        return new HttpFlow(
                id,
                revision,
                state,
                started,
                duration,
                like.client(),
                like.server(),
                request,
                response,
                like.interim(),
                state == FlowState.OPEN ? null : like.error(),
                like.notes(),
                null);
    }
}
