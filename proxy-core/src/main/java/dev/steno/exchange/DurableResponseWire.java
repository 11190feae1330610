package dev.steno.exchange;

import dev.steno.addon.Recorder;
import dev.steno.addon.bus.HeldBytes;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Holds the end of the response back until the record of it is kept: the client never has a whole response that a crash
 * could take from the record. The end is what makes a response whole for its reader (RFC 9112, 6.3): the head where there
 * is no body, the last bytes that a Content-Length counts, the last chunk, or the connection's end.
 *
 * <p>To the exchange nothing is different: it ends, and publishes its flow, before the client has the end. A 101 is not
 * held, since the connection goes on with what follows it. On the exchange's event loop.
 */
final class DurableResponseWire implements Wire {
    private final Wire wire;
    private final Recorder record;
    private final Executor loop;
    private final String method;
    private final ChunkQueue tail;

    private @Nullable HttpResponse head;
    private long left = -1;
    private boolean ends = true;
    private @Nullable Headers trailers;
    private boolean passed;
    private boolean done;
    private boolean gone;

    /**
     * @param method of the request as the client sent it
     * @param held counts what is held back
     */
    DurableResponseWire(Wire wire, Recorder record, Executor loop, String method, HeldBytes held) {
        this.wire = wire;
        this.record = record;
        this.loop = loop;
        this.tail = new ChunkQueue(held);
        this.method = method;
    }

    /** Nothing of this exchange is recorded, so nothing is held. */
    void holdNothing() {
        ends = false;
    }

    /** Whether the client was given the end. */
    boolean hasSentEnd() {
        return passed;
    }

    /** The client left, or is to be left: what is held will never be sent. */
    void clientGone() {
        gone = true;
        head = null;
        tail.releaseAll();
        if (done && !passed) {
            wire.abortUpstream(); // the exchange is over, and nobody else lets the connection go
        }
    }

    // ---- the response

    @Override
    public void sendResponseHead(HttpResponse given) {
        if (given.status() == 101 || Framing.opensTunnel(method, given.status())) {
            ends = false;
        }
        if (ends) {
            boolean bodiless = Framing.isBodiless(method, given.status());
            left = bodiless ? 0 : Framing.contentLength(given.headers());
        }
        if (left == 0) {
            head = given;
        } else {
            wire.sendResponseHead(given);
        }
    }

    @Override
    public void sendResponseData(Chunk chunk) {
        if (gone) {
            chunk.release();
            return;
        }
        if (left > 0) {
            left -= Math.min(left, chunk.size());
        }
        if (left == 0) {
            tail.add(chunk);
        } else {
            wire.sendResponseData(chunk);
        }
    }

    @Override
    public void sendResponseEnd(@Nullable Headers given) {
        if (!ends) {
            passed = true;
            wire.sendResponseEnd(given);
            return;
        }
        trailers = given;
        loop.execute(this::awaitRecord); // after the exchange has published what this makes of its flow
    }

    private void awaitRecord() {
        CompletionStage<Void> kept = gone ? null : record.kept();
        if (kept == null) {
            sendHeld();
        } else {
            kept.whenComplete(
                    (nothing, failure) -> loop.execute(failure == null ? this::sendHeld : this::recordFailed));
        }
    }

    private void sendHeld() {
        if (gone) {
            return;
        }
        if (head != null) {
            wire.sendResponseHead(head);
        }
        for (Chunk chunk = tail.poll(); chunk != null; chunk = tail.poll()) {
            wire.sendResponseData(chunk);
        }
        passed = true;
        wire.sendResponseEnd(trailers);
        if (done) {
            wire.exchangeDone();
        }
    }

    /** It will never be kept, so the client must not take it for whole. */
    private void recordFailed() {
        if (!gone) {
            clientGone();
            wire.abortClient();
        }
    }

    @Override
    public void exchangeDone() {
        done = true;
        if (passed) {
            wire.exchangeDone();
        } else if (gone) {
            wire.abortUpstream();
        }
    }

    @Override
    public void abortClient() {
        clientGone();
        wire.abortClient();
    }

    // ---- what passes as it is

    @Override
    public void connectUpstream(Endpoint target, boolean tls, boolean fresh) {
        wire.connectUpstream(target, tls, fresh);
    }

    @Override
    public void sendRequestHead(HttpRequest given) {
        wire.sendRequestHead(given);
    }

    @Override
    public void sendRequestData(Chunk chunk) {
        wire.sendRequestData(chunk);
    }

    @Override
    public void sendRequestEnd(@Nullable Headers given) {
        wire.sendRequestEnd(given);
    }

    @Override
    public void sendInterim(HttpResponse interim) {
        wire.sendInterim(interim);
    }

    @Override
    public void holdRequest(boolean held) {
        wire.holdRequest(held);
    }

    @Override
    public void holdResponse(boolean held) {
        wire.holdResponse(held);
    }

    @Override
    public void abortUpstream() {
        wire.abortUpstream();
    }
}
