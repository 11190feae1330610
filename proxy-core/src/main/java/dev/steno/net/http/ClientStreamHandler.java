package dev.steno.net.http;

import dev.steno.addon.End;
import dev.steno.exchange.HttpExchange;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.net.channel.ByteBufChunk;
import dev.steno.net.channel.ChannelTimer;
import dev.steno.net.channel.StreamReadToggle;
import dev.steno.net.conn.ClientConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's stream that carries one exchange: the behaviour that HTTP/2 and HTTP/3 share (RFC 9113, 8.1; RFC 9114, 4.1). A
 * malformed message ends only its own stream. The stream's flow-control window is refilled as the server accepts the data, so
 * back-pressure on one stream does not stop the others. On the event loop of the client's connection.
 */
public abstract class ClientStreamHandler extends NettyWire {
    /** What follows the request's head. */
    private enum RequestKind {
        /** Nothing: the stream ended with it. */
        BODILESS,
        /** A body, possibly an empty one. */
        BODY,
        /** The bytes of a WebSocket, if the server accepts it. Until that is known they are not read. */
        WEB_SOCKET
    }

    /** How far the exchange on this stream has come. Only goes forward. */
    private enum Stage {
        /** It is in progress, or no request was read yet. */
        OPEN,
        /** The request turned out to be malformed; the exchange is about to be ended for that. */
        MALFORMED,
        /** It is done or was aborted; further input is discarded. */
        OVER
    }

    private StreamReadToggle reads;
    private RequestKind kind = RequestKind.BODILESS;
    private Stage stage = Stage.OPEN;
    private boolean requestRead; // the client half-closed the stream, in any stage
    private @Nullable Headers trailersHeld;
    private @Nullable Http2Error serverCode;
    private long announced = -1;
    private long received;

    protected ClientStreamHandler(ClientConnection client, UpstreamProvider upstreams) {
        super(client, upstreams);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        super.handlerAdded(added);
        reads = new StreamReadToggle(added.channel());
        updateReads();
    }

    // ---- what each version implements

    /** Called before each response: creates a new {@link #response}. */
    protected abstract void beginResponse();

    /**
     * Resets the stream, since the response cannot be completed. Flushed bytes still arrive, as far as the client's windows allow.
     *
     * @param code an HTTP/2 error code (RFC 9113, 7); PROTOCOL_ERROR if the request is malformed
     */
    protected abstract void reset(Http2Error code);

    /** Sends a header section that is malformed, and ends the stream unless the client does. */
    protected abstract void sendGarbage();

    /** Tells the client to open no more streams on its connection. */
    protected abstract void sendGoAway();

    /** Resets all streams of the connection, and closes it. */
    protected abstract void resetConnection();

    /** Whether a stream of this version may become a WebSocket. */
    protected boolean mayBecomeWebSocket() {
        return false;
    }

    /** The stream has become a WebSocket; its data is relayed from now on. */
    protected void relay(UpstreamStream served, HttpExchange upgraded) {
        throw new IllegalStateException("no stream of this version becomes a WebSocket");
    }

    /**
     * The whole response was written before the request ended: tells the client, after the response, to stop sending the
     * request.
     */
    protected abstract void stopRequest();

    // ---- what the client sends

    /** Whether further input is discarded. */
    protected final boolean isOver() {
        return stage == Stage.OVER;
    }

    /** The request's head was read; if the stream has ended, {@link #takeEnd} follows. */
    protected final void takeRequest(StreamRequestReader.Read read, boolean hasBody) {
        beginExchange(read.request());
        kind = hasBody ? RequestKind.BODY : RequestKind.BODILESS;
        if (read.refusal() != null && read.reset() == Http2Error.HTTP_1_1_REQUIRED) {
            tells(read.reset());
            current().requestMalformed(read.refusal().error());
        } else if (read.refusal() != null && read.reset() != null) {
            malformed(read.refusal().error().message());
        } else if (read.refusal() != null) {
            current().requestBroken(read.refusal().error(), read.refusal().status());
        } else if (read.connect() != null) {
            malformed("a CONNECT must not end its stream (RFC 9113, 8.5)");
        } else if (read.webSocket() && !mayBecomeWebSocket()) { // never announced in SETTINGS (RFC 9220, 3)
            String why = "WebSockets are not supported over " + read.request().version();
            current().requestBroken(error(why), 501);
        } else if (read.webSocket() && !hasBody) {
            malformed("an extended CONNECT must not end its stream (RFC 8441, 5)");
        } else {
            try {
                announced = FieldSectionRules.contentLength(read.request().headers());
                beginRequest(read.webSocket());
            } catch (FieldSectionRules.Malformed e) {
                malformed(e.getMessage());
            }
        }
    }

    private void beginRequest(boolean asWebSocket) {
        if (asWebSocket) {
            kind = RequestKind.WEB_SOCKET;
            current().offersWebSocket();
        }
        current().beginRequest();
        if (asWebSocket && exchange != null) {
            exchange.requestEnd(null); // bytes that follow belong to the WebSocket, if it is accepted
        }
    }

    private void beginExchange(HttpRequest request) {
        startExchange(request);
        beginResponse();
    }

    /** A part of the request's body was read; takes ownership of the buffer. */
    protected final void takeData(ByteBuf data) {
        received += data.readableBytes();
        if (exchange == null || !data.isReadable()) {
            data.release();
        } else if (announced >= 0 && received > announced) {
            data.release();
            malformed("the body is longer than its Content-Length of " + announced);
        } else {
            trace.dataReceived(exchange, data.readableBytes());
            exchange.requestData(new ByteBufChunk(data));
        }
    }

    /** @param last whether they end the stream, as trailers must (RFC 9113, 8.1) */
    protected final void takeTrailers(Headers trailers, boolean last) {
        try {
            if (!last) {
                throw new FieldSectionRules.Malformed("the trailers do not end the stream (RFC 9113, 8.1)");
            }
            FieldSectionRules.checkTrailers(trailers);
            takeEnd(trailers.isEmpty() ? null : trailers);
        } catch (FieldSectionRules.Malformed e) {
            malformed(e.getMessage());
        }
    }

    /** The client half-closed this stream. */
    protected final void takeEnd(@Nullable Headers trailers) {
        requestRead = true;
        if (isOver() || exchange == null) {
            return;
        }
        if (announced >= 0 && received != announced) {
            malformed("the body has " + received + " bytes and its Content-Length is " + announced);
        } else {
            trace.endReceived(exchange, trailers);
            exchange.requestEnd(trailers == null ? null : ProxyCredentials.withhold(trailers));
        }
    }

    /** The request is malformed: records the reason and resets the stream. */
    protected final void malformed(@Nullable String why) {
        if (exchange != null) {
            if (!isOver()) {
                stage = Stage.MALFORMED;
            }
            exchange.requestMalformed(
                    new FlowError(FlowError.Step.REQUEST, "the request is malformed: " + why, Times.now()));
        }
    }

    /** Records a request that was already refused; the client has been told. */
    protected final void refused(HttpRequest request, FlowError why) {
        beginExchange(request);
        HttpExchange refused = current();
        stage = Stage.OVER;
        refused.requestMalformed(why);
    }

    // ---- what the exchange asks for

    @Override
    protected boolean requestHasBody() {
        return kind == RequestKind.BODY;
    }

    @Override
    public void upgraded() {
        // an HTTP/1.1 server accepted a WebSocket; the exchange keeps track of that
    }

    /** Whether the server has yet to accept or refuse a WebSocket; input is queued until then. */
    protected final boolean isOpeningWebSocket() {
        return offersWebSocket() && !isOver();
    }

    @Override
    protected final boolean offersWebSocket() {
        return kind == RequestKind.WEB_SOCKET;
    }

    /** A client reads any 2xx as its accepted WebSocket (RFC 8441, 5), so a 2xx that does not accept one becomes 502. */
    @Override
    public void sendResponseHead(HttpResponse head) {
        boolean agreed = !offersWebSocket() || current().agreesToWebSocket();
        super.sendResponseHead(agreed || head.status() / 100 != 2 ? head : head.withStatus(502, ""));
    }

    /**
     * The end of a response to a WebSocket request is deferred: whether it ends the stream is known when the exchange is done.
     */
    @Override
    public void sendResponseEnd(@Nullable Headers trailers) {
        if (offersWebSocket()) {
            trailersHeld = trailers;
        } else {
            super.sendResponseEnd(trailers);
        }
    }

    @Override
    public void lost(UpstreamStream broken) {
        super.lost(broken);
        serverCode = null;
    }

    @Override
    public boolean tells(Http2Error code) {
        serverCode = code;
        return true;
    }

    @Override
    public void abortClient(End end) {
        if (isOver()) {
            return;
        }
        Http2Error code = stage == Stage.MALFORMED ? Http2Error.PROTOCOL_ERROR : code(end);
        stage = Stage.OVER;
        if (!(end instanceof End.Reset)) {
            flushResponse(); // delivers what the server sent before the failure
        }
        context.flush();
        writer().discardDeferred();
        if (end instanceof End.Hang) {
            Duration limit = client.proxy().settings().timeouts().idle();
            ChannelTimer.closeAfter(context.channel(), limit.toMillis(), TimeUnit.MILLISECONDS, () -> reset(code));
        } else if (end instanceof End.Garbage || end instanceof End.Malformed) {
            sendGarbage();
        } else {
            if (end instanceof End.GoAway) {
                sendGoAway();
            }
            reset(code);
            if (end instanceof End.Reset all && all.connection()) {
                resetConnection();
            }
        }
        updateReads();
    }

    private Http2Error code(End end) {
        if (end instanceof End.Stream stream) {
            return Objects.requireNonNull(Http2Error.valueOf(stream.code().ordinal()));
        }
        boolean cancels = end instanceof End.GoAway || end instanceof End.Hang;
        return cancels ? Http2Error.CANCEL : serverCode != null ? serverCode : Http2Error.INTERNAL_ERROR;
    }

    @Override
    public void exchangeDone() {
        HttpExchange done = current();
        UpstreamStream served = upstream;
        stage = Stage.OVER;
        exchange = null;
        upstream = null;
        if (done.isWebSocket()) {
            flushResponse();
            goOn(served, done);
            return;
        }
        if (offersWebSocket()) {
            super.sendResponseEnd(trailersHeld);
        }
        if (served != null) {
            releaseUpstream(served, done);
        }
        if (!requestRead) {
            stopRequest();
            updateReads();
        }
    }

    private void goOn(@Nullable UpstreamStream served, HttpExchange done) {
        if (served != null) {
            served.flush();
            relay(served, done);
            return;
        }
        broken(done);
        reset(Http2Error.INTERNAL_ERROR);
        updateReads();
    }

    // ---- reading

    @Override
    protected boolean wantsInput(boolean admitted, boolean bodyTaken) {
        return isOver() || !offersWebSocket() && (requestRead || (admitted && bodyTaken));
    }

    @Override
    protected void readClient(boolean wanted) {
        reads.set(wanted);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        reading = false;
        flush();
        updateReads();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        updateReads();
    }

    // ---- ends

    /** The client's end of the stream is closed. */
    protected final void clientEnded(String how) {
        HttpExchange cut = isOver() ? null : exchange;
        stage = Stage.OVER;
        ResponseWriter begun = response();
        if (begun != null) {
            begun.discardDeferred();
        }
        if (cut != null) {
            cut.clientGone(error(how));
        }
        updateReads(); // drains queued frames: a stream channel stays open until they are read
    }

    /** The connection closed, and the stream with it. */
    public final void connectionEnded(String how) {
        clientEnded(how);
        context.close();
    }
}
