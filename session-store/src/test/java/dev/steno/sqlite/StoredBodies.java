package dev.steno.sqlite;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.TcpFlow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes generated flows consistent: creates the stored bodies and messages that they count. */
public final class StoredBodies {
    /** The content of every stored body and message. */
    public static final String TEXT = "{\"token\": \"Kept beside the flow\", \"größe\": 7, \"город\": \"Москва\"}";

    private final List<FlowEvent> facts = new ArrayList<>();
    private long body;

    /** Returns the facts that record these flows, with new numbers. Each flow's bodies and messages precede it. */
    public static List<FlowEvent> recording(List<Flow> flows) {
        StoredBodies stored = new StoredBodies();
        flows.forEach(stored::add);
        return stored.facts;
    }

    private void add(Flow flow) {
        if (flow instanceof TcpFlow tcp) {
            if (tcp.sentByClient() % 2 == 0) {
                byte[] data = TEXT.getBytes(StandardCharsets.UTF_8);
                facts.add(new FlowEvent.MessageSeen(
                        new Message(tcp.id(), 0, tcp.started(), Direction.CLIENT_TO_SERVER, data)));
            }
            facts.add(new FlowEvent.Changed(tcp));
            return;
        }
        HttpFlow http = (HttpFlow) flow;
        HttpRequest request = http.request();
        HttpResponse response = http.response();
        facts.add(new FlowEvent.Changed(new HttpFlow(
                http.id(),
                http.revision(),
                http.state(),
                http.started(),
                http.duration(),
                http.client(),
                http.server(),
                request.withBody(stored(request.body())),
                response == null ? null : response.withBody(stored(response.body())),
                List.of(),
                http.error(),
                http.notes(),
                null)));
    }

    private Body stored(Body given) {
        if (!(given instanceof Body.Stored)) {
            return given;
        }
        byte[] data = TEXT.getBytes(StandardCharsets.UTF_8);
        body++;
        facts.add(new FlowEvent.BodyChunk(body, 0, data));
        return new Body.Stored(body, data.length, data.length, true);
    }
}
