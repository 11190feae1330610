package dev.steno.interop.mitm;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.loss.Loss;
import java.io.IOException;

/** Raw streams, of TCP and of UDP, from their states. For the thread of the import. */
final class StreamStates {
    private static final Endpoint UNKNOWN = new Endpoint("", 0);

    private final Intake intake;
    private final PeerStates peers;

    StreamStates(Intake intake, PeerStates peers) {
        this.intake = intake;
        this.peers = peers;
    }

    /** Adds the flow of an item, whose messages become rows. */
    void add(StateDict item, String type, StateMessages messages, String origin, String place) throws IOException {
        long id = messages.flow();
        messages.writeTo(id);
        StenoFacts facts = StenoFacts.of(item);
        Peer client = peers.client(item, facts, place);
        Peer server = peers.server(item.dict("server_conn"), null, true, place);
        long started = facts.isUnset("started") ? Times.UNSET : facts.integer(StenoFacts.STARTED, begun(item, client));
        if (!Times.isSet(started)) {
            intake.losses().count(Loss.TIME_MISSING, place);
        }
        FlowError error = FlowStates.error(item, facts, started);
        String protocol = facts.text(StenoFacts.PROTOCOL);
        String host = facts.text(StenoFacts.HOST);
        Endpoint target = server == null ? UNKNOWN : server.address();
        if (host != null) {
            target = new Endpoint(host, (int) facts.integer(StenoFacts.PORT, target.port()) & 0xFFFF);
        }
        intake.add(new TcpFlow(
                id,
                1,
                FlowStates.state(facts, error != null ? FlowState.FAILED : FlowState.COMPLETE),
                started,
                duration(facts, started, client),
                client,
                server,
                target,
                protocol == null ? type : protocol,
                messages.bytesOf(true),
                messages.bytesOf(false),
                messages.rows(),
                0,
                error,
                FlowStates.notes(item, origin, place, intake.losses())));
    }

    private static long begun(StateDict item, Peer client) {
        long created = item.time("timestamp_created");
        return Times.isSet(created) ? created : client.started();
    }

    private static long duration(StenoFacts facts, long started, Peer client) {
        long known = facts.integer(StenoFacts.DURATION, Times.UNSET);
        if (Times.isSet(known) || facts.areThere() || !Times.isSet(started) || !Times.isSet(client.ended())) {
            return known;
        }
        return client.ended() >= started ? client.ended() - started : Times.UNSET;
    }
}
