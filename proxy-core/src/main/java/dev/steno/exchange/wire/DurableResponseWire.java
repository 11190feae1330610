package dev.steno.exchange.wire;

import dev.steno.addon.End;
import dev.steno.addon.Recorder;
import dev.steno.addon.bus.HeldBytes;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.body.ChunkQueue;
import dev.steno.exchange.head.Framing;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.WebSocketSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the end of the response until its record is durable: a crash can never erase from the record a response
 * that a client received completely. The end is the part that completes a response for its reader (RFC 9112, 6.3): the
 * head of a response without a body, the last bytes that Content-Length counts, the last chunk, or the end of the
 * connection.
 *
 * <p>The exchange is unaware of this: it closes and publishes its flow before the client has the end. A 101 is not held
 * back, since the connection continues with another protocol. If the record cannot be made durable, the client's
 * connection is aborted. Owned by the exchange; on its event loop.
 */
public final class DurableResponseWire implements Wire {
    private final Wire wire;
    private final Recorder record;
    private final Executor loop;
    private final String method;
    private final ChunkQueue tail;

    private @Nullable HttpResponse head; // held back if the response has no body
    private long left = -1; // bytes of the body that have not arrived; -1 without a Content-Length
    private boolean holdsEnd = true; // false if this response is forwarded without delay
    private @Nullable Headers trailers;
    private boolean endSent; // the client has the whole response
    private boolean exchangeIsDone; // exchangeDone() was called; the call is forwarded after the end
    private boolean clientIsGone; // nothing more is sent to the client

    /**
     * @param method the request's method, as the client sent it
     * @param held counts the bytes that are held back
     */
    public DurableResponseWire(Wire wire, Recorder record, Executor loop, String method, HeldBytes held) {
        this.wire = wire;
        this.record = record;
        this.loop = loop;
        this.tail = new ChunkQueue(held);
        this.method = method;
    }

    /** The exchange is not recorded, so its end is not held back. */
    public void holdNothing() {
        holdsEnd = false;
    }

    /** Whether the end was sent to the client. */
    public boolean hasSentEnd() {
        return endSent;
    }

    /** The client disconnected, or its connection is aborted: releases the data that is held back. */
    public void clientGone() {
        clientIsGone = true;
        head = null;
        tail.releaseAll();
        if (exchangeIsDone && !endSent) {
            wire.abortUpstream(); // the exchange has ended and would not close the connection
        }
    }

    // ---- the response

    @Override
    public void sendResponseHead(HttpResponse given) {
        if (given.status() == 101 || Framing.opensTunnel(method, given.status())) {
            holdsEnd = false;
        }
        if (holdsEnd) {
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
        if (clientIsGone) {
            chunk.release();
            return;
        }
        if (left > 0) {
            left -= Math.min(left, chunk.size());
        }
        if (left == 0) {
            tail.addChunk(chunk);
        } else {
            wire.sendResponseData(chunk);
        }
    }

    @Override
    public void sendResponseEnd(@Nullable Headers given) {
        if (!holdsEnd) {
            endSent = true;
            wire.sendResponseEnd(given);
            return;
        }
        trailers = given;
        loop.execute(this::awaitRecord); // deferred until the exchange has published the flow with this end
    }

    private void awaitRecord() {
        CompletionStage<Void> kept = clientIsGone ? null : record.kept();
        if (kept == null) {
            sendHeld();
        } else {
            kept.whenComplete(
                    (nothing, failure) -> loop.execute(failure == null ? this::sendHeld : this::recordFailed));
        }
    }

    private void sendHeld() {
        if (clientIsGone) {
            return;
        }
        if (head != null) {
            wire.sendResponseHead(head);
        }
        for (Chunk chunk = tail.poll(); chunk != null; chunk = tail.poll()) {
            wire.sendResponseData(chunk);
        }
        endSent = true;
        wire.sendResponseEnd(trailers);
        if (exchangeIsDone) {
            wire.exchangeDone();
        }
    }

    /**
     * The record cannot be made durable: aborts the client's connection, so that the response does not appear complete.
     */
    private void recordFailed() {
        if (!clientIsGone) {
            clientGone();
            wire.abortClient(End.CLOSE);
        }
    }

    @Override
    public void exchangeDone() {
        exchangeIsDone = true;
        if (endSent) {
            wire.exchangeDone();
        } else if (clientIsGone) {
            wire.abortUpstream();
        }
    }

    @Override
    public void abortClient(End end) {
        clientGone();
        wire.abortClient(end);
    }

    // ---- forwarded unchanged

    @Override
    public void connectUpstream(Endpoint target, boolean tls, boolean fresh) {
        wire.connectUpstream(target, tls, fresh);
    }

    @Override
    public void playServer(WebSocketSource server) {
        wire.playServer(server);
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
