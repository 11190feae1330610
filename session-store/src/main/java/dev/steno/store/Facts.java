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

    /** The flow that a fact carries. */
    public static Flow flow(FlowEvent event) {
        if (event instanceof FlowEvent.Opened opened) {
            return opened.flow();
        }
        if (event instanceof FlowEvent.Changed changed) {
            return changed.flow();
        }
        if (event instanceof FlowEvent.Closed closed) {
            return closed.flow();
        }
        throw new IllegalArgumentException("carries no flow: " + event);
    }

    public static boolean carriesFlow(FlowEvent event) {
        return event instanceof FlowEvent.Opened
                || event instanceof FlowEvent.Changed
                || event instanceof FlowEvent.Closed;
    }

    /** The later revision of the two. */
    public static Flow newer(Flow one, Flow other) {
        return other.revision() > one.revision() ? other : one;
    }

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
        if (event instanceof FlowEvent.Deleted) {
            return ENVELOPE;
        }
        Flow flow = flow(event);
        long bytes = ENVELOPE + HeapBytes.of(flow);
        // Certificates belong to a connection, of which each flow has several revisions.
        return event instanceof FlowEvent.Closed ? bytes + HeapBytes.ofCertificates(flow) : bytes;
    }
}
