package dev.steno.store;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HeapBytes;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** What the session needs to know of a fact. Pure. */
public final class Facts {
    private static final long ENVELOPE = 64;

    private Facts() {}

    /** The bodies of a flow that are kept beside it, those of its original included. */
    public static List<Body.Stored> storedBodies(Flow flow) {
        List<Body.Stored> bodies = new ArrayList<>(2);
        for (HttpFlow at = flow instanceof HttpFlow http ? http : null; at != null; at = at.original()) {
            addStored(bodies, at.request().body());
            HttpResponse response = at.response();
            if (response != null) {
                addStored(bodies, response.body());
            }
        }
        return bodies;
    }

    private static void addStored(List<Body.Stored> bodies, Body body) {
        if (body instanceof Body.Stored stored) {
            bodies.add(stored);
        }
    }

    /** Roughly how many bytes of heap a fact holds until it is durable. */
    public static long heapBytes(FlowEvent event) {
        if (event instanceof FlowEvent.BodyChunk chunk) {
            return ENVELOPE + chunk.data().length;
        }
        if (event instanceof FlowEvent.MessageSeen seen) {
            return ENVELOPE + seen.message().data().length;
        }
        if (!(event instanceof FlowEvent.Revision revision)) {
            return ENVELOPE;
        }
        Flow flow = revision.flow();
        long bytes = ENVELOPE + HeapBytes.of(flow);
        // Certificates belong to a connection, of which each flow has several revisions.
        return event instanceof FlowEvent.Closed ? bytes + HeapBytes.ofCertificates(flow) : bytes;
    }
}
