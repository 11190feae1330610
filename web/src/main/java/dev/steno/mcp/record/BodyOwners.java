package dev.steno.mcp.record;

import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.redact.Redactor;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The flows of the stored bodies that were seen last: how a body is redacted depends on its message. Any thread; guarded by
 * itself.
 */
final class BodyOwners {
    /** Upper bound on remembered bodies. One page of flows has fewer; a body is read right after its flow. */
    private static final int MOST = 4096;

    private record Owner(HttpFlow flow, Direction direction) {}

    private final Map<Long, Owner> owners = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Owner> eldest) {
            return size() > MOST;
        }
    };

    void add(Flow flow) {
        if (flow instanceof HttpFlow http) {
            add(http, Direction.CLIENT_TO_SERVER, http.request().body());
            if (http.response() != null) {
                add(http, Direction.SERVER_TO_CLIENT, http.response().body());
            }
            if (http.original() != null) {
                add(http.original());
            }
        }
    }

    private synchronized void add(HttpFlow flow, Direction direction, Body body) {
        if (body instanceof Body.Stored stored && stored.id() != 0) {
            owners.put(stored.id(), new Owner(flow, direction));
        }
    }

    private synchronized @Nullable Owner of(Body.Stored body) {
        return owners.get(body.id());
    }

    /**
     * Redacts a body as recorded. Inline bodies were redacted with their flow.
     *
     * @param stream is closed with the result
     * @throws IllegalStateException if the flow of the body was not read; nothing is shown then
     */
    InputStream redacted(Body body, Redactor redactor, InputStream stream) {
        if (!(body instanceof Body.Stored stored) || stored.id() == 0) {
            return stream;
        }
        Owner owner = of(stored);
        if (owner == null) {
            throw new IllegalStateException("body " + stored.id() + " is read without its flow");
        }
        return redactor.body(owner.flow(), owner.direction(), stream);
    }

    /** Skips the beginning of a redacted body, whose offsets are not those of the record. */
    InputStream skipped(InputStream stream, long count) throws SessionException {
        try {
            for (long left = count; left > 0; ) {
                long skipped = stream.skip(left);
                if (skipped <= 0) {
                    if (stream.read() < 0) {
                        break;
                    }
                    skipped = 1;
                }
                left -= skipped;
            }
            return stream;
        } catch (SessionException e) {
            throw e;
        } catch (IOException e) {
            throw new SessionException("a body cannot be read: " + e.getMessage(), e);
        }
    }
}
