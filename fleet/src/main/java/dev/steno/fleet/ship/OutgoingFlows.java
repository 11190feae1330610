package dev.steno.fleet.ship;

import dev.steno.filter.Filter;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.query.FullFlowMatcher;
import dev.steno.sqlite.ship.SpoolContent;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.StoredContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of flows on their way to a store: those that do not match a filter stay behind, bodies are left out by their
 * size, and secrets are replaced. For the shipper's thread.
 */
public final class OutgoingFlows {
    private final Filter filter;
    private final BodyPolicy bodies;
    private final Redactor redactor;
    private final SessionReader reader;
    private final boolean indexed;

    /**
     * @param reader of the session, for filters that need bodies, and for bodies that are redacted; stays the caller's
     */
    public OutgoingFlows(Filter filter, BodyPolicy bodies, Redactor redactor, SessionReader reader) {
        this(filter, bodies, redactor, reader, true);
    }

    private OutgoingFlows(Filter filter, BodyPolicy bodies, Redactor redactor, SessionReader reader, boolean indexed) {
        this.filter = filter;
        this.bodies = bodies;
        this.redactor = redactor;
        this.reader = reader;
        this.indexed = indexed;
    }

    /** Returns the same without an index of texts, so that searches read each flow. */
    public OutgoingFlows withoutIndex() {
        return new OutgoingFlows(filter, bodies, redactor, reader, false);
    }

    /** Whether the store gets an index of the texts that are sent. */
    boolean isIndexed() {
        return indexed;
    }

    /** Returns whether a flow is shipped. */
    boolean isShipped(Flow flow) throws SessionException {
        return filter == Filter.ALL || new FullFlowMatcher(reader, filter).matches(flow.id());
    }

    /** Returns whether messages and stored bodies are sent as they are, so that sending can go on where it ended. */
    boolean areContentsUnchanged() {
        return !redactor.concernsBodies();
    }

    /** Returns what takes the contents of a flow as they are sent. */
    OutgoingContent content() {
        return new OutgoingContent(areContentsUnchanged() ? new StoredContent(reader) : null);
    }

    Redactor redactor() {
        return redactor;
    }

    /** Returns a flow as it is sent; its stored bodies are those of {@link #bodies}. */
    Flow outgoing(Flow flow) {
        Flow next = bodies == BodyPolicy.ALL ? flow : bodies.rewrite().of(flow);
        return redactor.isNone() ? next : redactor.redact(next);
    }

    /** As {@link #outgoing(Flow)}, for a flow before an edit. */
    HttpFlow before(HttpFlow flow) {
        return (HttpFlow) outgoing(flow);
    }

    /**
     * A stored body that a flow names.
     *
     * @param owner the flow whose message has it, as recorded
     */
    record Named(Body.Stored body, HttpFlow owner, Direction direction) {}

    /** Returns the stored bodies that are sent for a flow, and for the flows before its edits; each once. */
    List<Named> bodies(Flow flow, List<SpoolContent.Edit> edits) {
        Map<Long, Named> found = new LinkedHashMap<>(4);
        if (flow instanceof HttpFlow http) {
            find(http, found);
        }
        edits.forEach(edit -> find(edit.before(), found));
        return new ArrayList<>(found.values());
    }

    private void find(HttpFlow flow, Map<Long, Named> to) {
        find(flow.request().body(), flow, Direction.CLIENT_TO_SERVER, to);
        HttpResponse response = flow.response();
        if (response != null) {
            find(response.body(), flow, Direction.SERVER_TO_CLIENT, to);
        }
        if (flow.original() != null) {
            find(flow.original(), to);
        }
    }

    private void find(Body body, HttpFlow owner, Direction direction, Map<Long, Named> to) {
        if (body instanceof Body.Stored stored && stored.id() != 0 && stored.size() <= bodies.largest()) {
            to.putIfAbsent(stored.id(), new Named(stored, owner, direction));
        }
    }

    /** Opens a stored body, redacted. */
    InputStream redacted(Named named) throws IOException {
        return redactor.body(named.owner(), named.direction(), reader.body(named.body()));
    }
}
