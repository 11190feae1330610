package dev.steno.addon.bus;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;

/** Builds small flows that tests publish. */
public final class Flows {
    private static final Endpoint ADDRESS = new Endpoint("127.0.0.1", 1);
    private static final Peer CLIENT =
            new Peer(1, ADDRESS, null, null, Times.now(), Times.UNSET, Times.UNSET, null, null);

    private Flows() {}

    public static TcpFlow flow(long id, int revision) {
        return new TcpFlow(
                id,
                revision,
                FlowState.OPEN,
                Times.now(),
                Times.UNSET,
                CLIENT,
                null,
                ADDRESS,
                "tcp",
                0,
                0,
                0,
                0,
                null,
                Notes.NONE);
    }

    public static FlowEvent changed(long id, int revision) {
        return new FlowEvent.Changed(flow(id, revision));
    }
}
