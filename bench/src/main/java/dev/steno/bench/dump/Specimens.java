package dev.steno.bench.dump;

import dev.steno.addon.FlowEvent;
import dev.steno.bench.traffic.Shape;
import dev.steno.bench.traffic.Traffic;
import dev.steno.flow.Body;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Varied complete flows whose response bodies all have the same size and are stored inline, whatever their size. */
final class Specimens {
    private Specimens() {}

    static List<HttpFlow> of(int bodySize) {
        int count = Math.max(8, Math.min(1024, (64 << 20) / Math.max(1, bodySize)));
        Traffic traffic = new Traffic(1, new Shape(bodySize, 0, 0));
        List<HttpFlow> flows = new ArrayList<>(count);
        for (long number = 1; flows.size() < count; number++) {
            List<FlowEvent> facts = traffic.facts(number);
            FlowEvent last = facts.get(facts.size() - 1);
            if (last instanceof FlowEvent.Closed closed
                    && closed.flow() instanceof HttpFlow flow
                    && flow.response() != null
                    && flow.response().body().size() == bodySize) {
                flows.add(inline(flow, flow.response(), facts));
            }
        }
        return flows;
    }

    private static HttpFlow inline(HttpFlow flow, HttpResponse response, List<FlowEvent> facts) {
        if (!(response.body() instanceof Body.Stored)) {
            return flow;
        }
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream((int) response.body().size());
        for (FlowEvent fact : facts) {
            if (fact instanceof FlowEvent.BodyChunk chunk) {
                bytes.writeBytes(chunk.data());
            }
        }
        return new HttpFlow(
                flow.id(),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                flow.request(),
                response.withBody(new Body.Inline(bytes.toByteArray())),
                flow.interim(),
                flow.error(),
                flow.notes(),
                flow.original());
    }
}
