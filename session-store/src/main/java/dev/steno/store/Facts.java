package dev.steno.store;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HeapBytes;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** What the session needs to know about facts. Pure functions. */
public final class Facts {
    private static final long ENVELOPE = 64;

    private Facts() {}

    /** Returns the bodies of a flow that are stored beside it, including those of its original. */
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

    /** Estimates the heap that a fact occupies until it is durable, in bytes. */
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
        if (event instanceof FlowEvent.Edited edited) {
            bytes += HeapBytes.of(edited.before());
        }
        // A connection's certificates are counted once per flow: all revisions share them.
        return event instanceof FlowEvent.Closed ? bytes + HeapBytes.ofCertificates(flow) : bytes;
    }
}
