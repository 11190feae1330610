package dev.steno.net.http2;

import dev.steno.exchange.HttpExchange;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.StalledWrite;
import dev.steno.net.channel.StreamReadToggle;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.http.FieldSectionRules;
import dev.steno.net.http.UpstreamListener;
import dev.steno.net.http.UpstreamStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One stream to an HTTP/2 server: one exchange. The server may send as much as the stream's window allows, which is refilled
 * as the client reads; a paused response stops only its own stream. On the event loop of the client's connection. Reports to
 * the exchange may request another stream or release this one before they return.
 */
final class Http2UpstreamStreamHandler extends ChannelInboundHandlerAdapter implements UpstreamStream {
    private final Http2UpstreamConnectionHandler connection;
    private ChannelHandlerContext context; // set when the handler is added
    private Http2MessageWriter request;
    private StreamReadToggle reads;
    private final Http2ResponseReceiver response;
    private @Nullable UpstreamListener readingFor;
    private RequestStage requestStage = RequestStage.AWAITED;
    private boolean reused; // the connection may have gone stale before this request
    private @Nullable Http2Error reset;

    /** How far the request is, in order. */
    private enum RequestStage {
        /** Its head has not been handed over. */
        AWAITED,
        /** The writer holds the head back until it is known whether the head ends the stream. */
        HEAD_HELD,
        /** The head was written; the body may follow. */
        HEAD_WRITTEN,
        /** It was handed over whole. Not entered by a request that opens a WebSocket. */
        SENT
    }

    Http2UpstreamStreamHandler(Http2UpstreamConnectionHandler connection) {
        this.connection = connection;
        this.response = new Http2ResponseReceiver(connection.odd());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        request = new Http2MessageWriter(added);
        reads = new StreamReadToggle(added.channel());
    }

    @Override
    public Peer peer() {
        return connection.peer();
    }

    @Override
    public boolean carriesWebSockets() {
        return connection.carriesWebSockets();
    }

    @Override
    public void whenGreeted(Runnable action) {
        connection.whenGreeted(action);
    }

    @Override
    public Channel channel() {
        return context.channel();
    }

    @Override
    public void attach(UpstreamListener to, HttpExchange served) {
        response.attach(to, served);
        reused = connection.useForExchange();
    }

    @Override
    public void detach() {
        response.detach();
    }

    /** The server accepted a WebSocket: frames hold its bytes from now on. Frames that arrived early are passed on first. */
    @Override
    public void handOver() {
        detach();
        channel().closeFuture().addListener(closed -> connection.streamClosed(this));
        channel().pipeline().addAfter(context.name(), HandlerNames.TUNNEL_FRAMES, new Http2TunnelHandler());
        response.passEarlyFrames(context);
        channel().pipeline().remove(this);
    }

    /** The stream of a complete exchange closes by itself, once the queued rest of the request is sent. */
    @Override
    public void releaseExchange() {
        detach();
        if (requestStage != RequestStage.SENT || response.stage() != Http2ResponseReceiver.Stage.ENDED) {
            close();
        }
    }

    // ---- the request

    @Override
    public void sendHead(HttpRequest head, boolean bodyFollows) {
        response.expectAnswerTo(head);
        requestStage = RequestStage.HEAD_HELD;
        request.writeHead(Http2Fields.request(head));
    }

    @Override
    public void sendData(ByteBuf data) {
        if (takesNoMore()) {
            data.release(); // the received part of the response may still be read
            return;
        }
        request.writeData(data);
        noteHead();
    }

    @Override
    public void sendEnd(@Nullable Headers trailers) {
        if (response.isForWebSocket()) {
            return; // the stream stays open
        }
        boolean held = requestStage == RequestStage.HEAD_HELD;
        requestStage = RequestStage.SENT;
        if (!takesNoMore()) {
            request.writeEnd(trailers);
            if (held && request.begun() != null) { // it was dropped if the stream was closed before
                watchHead(request.begun());
            }
        }
    }

    @Override
    public void flush() {
        if (!takesNoMore()) {
            request.writeDeferred();
            noteHead();
        }
        connection.flushSoon();
    }

    /** Whether the stream or the connection has ended; frames received before may be unread. */
    private boolean takesNoMore() {
        return reset != null || !connection.isActive();
    }

    private void noteHead() {
        if (requestStage == RequestStage.HEAD_HELD && request.begun() != null) {
            requestStage = RequestStage.HEAD_WRITTEN;
            watchHead(request.begun());
        }
    }

    /**
     * If the head cannot be sent, the server has not seen the request: it closes, or allows no more streams. The request is
     * retried.
     */
    private void watchHead(ChannelFuture written) {
        written.addListener(sent -> {
            if (!sent.isSuccess()) {
                String why = "the request could not be sent: " + Failures.text(sent.cause());
                endByCode(Http2Error.REFUSED_STREAM, why);
            }
        });
    }

    @Override
    public boolean isReading() {
        return readingFor != null;
    }

    @Override
    public boolean isWritable() {
        return context.channel().isWritable();
    }

    @Override
    public void read(boolean wanted) {
        reads.set(wanted);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        updateReads();
    }

    // ---- the response

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        connection.touchByData();
        if (readingFor == null && response.listener() != null) {
            readingFor = response.listener();
            connection.noteReading(this);
        }
        try {
            response.takeFrame(message);
        } catch (FieldSectionRules.Malformed e) {
            malformed(String.valueOf(e.getMessage()));
        }
        updateReads();
    }

    private void updateReads() {
        UpstreamListener listener = response.listener();
        if (listener != null) {
            listener.updateReads();
        }
    }

    private void malformed(String why) {
        response.noteRemarks();
        context.write(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR), context.voidPromise());
        failExchange(502, "the response of " + peer().address() + " is malformed: " + why, false);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        readComplete();
    }

    /** The end of a read. The connection calls it, since a stream that ended during the read gets no such event. */
    void readComplete() {
        UpstreamListener reader = readingFor;
        readingFor = null;
        if (reader != null) {
            reader.flush();
            reader.updateReads();
        }
    }

    // ---- ends

    /**
     * A reset overtakes frames that arrived before it and are unread, which may complete the response (RFC 9113, 8.1). So it
     * takes effect at the stream's end, which is reported after them.
     */
    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof Http2ResetFrame frame) {
            reset = ResetCodes.of(frame.errorCode());
        } else if (event instanceof Http2GoAwayFrame goAway) { // the server does not process this stream
            boolean http1 = goAway.errorCode() == Http2Error.HTTP_1_1_REQUIRED.code();
            ReferenceCountUtil.release(event);
            String why = peer().address() + " " + connection.whyEnded() + " without processing the request";
            endByCode(http1 ? Http2Error.HTTP_1_1_REQUIRED : Http2Error.REFUSED_STREAM, why);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        if (reset != null) {
            endByCode(reset, peer().address() + " reset the stream (" + reset + ")");
        } else {
            connectionEnded();
        }
        request.discardDeferred();
        response.discardEarlyFrames();
        connection.streamClosed(this);
    }

    /** The connection has ended or is about to, and all received frames of the response were read. */
    void connectionEnded() {
        String why = peer().address() + " " + connection.whyEnded();
        Http2UpstreamEnd.Cause cause = connection.howItEnds().cause();
        if (cause == Http2UpstreamEnd.Cause.REQUIRES_HTTP1) {
            endByCode(Http2Error.HTTP_1_1_REQUIRED, why);
        } else if (connection.spokeNoHttp2()) {
            endByCode(Http2Error.REFUSED_STREAM, why); // retried in HTTP/1.1
        } else {
            failExchange(502, why, cause != Http2UpstreamEnd.Cause.BROKE_RULES);
        }
    }

    /** Whether received frames of the response may be unread. */
    boolean isHeld() {
        return !context.channel().config().isAutoRead();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        if (takesNoMore()) {
            return; // concerns data that was not sent; the stream's end follows
        }
        UnexpectedErrors.log(cause);
        if (cause instanceof Http2Exception) { // the codec resets the stream with the fitting code
            failExchange(502, "the response of " + peer().address() + " is malformed: " + Failures.text(cause), false);
        } else {
            failExchange(502, peer().address() + " broke the stream: " + Failures.text(cause), true);
        }
    }

    /**
     * The stream ended by an error code of the server, or by an equivalent event: the request is retried if the code says
     * that it was not processed; otherwise the client receives the code.
     */
    private void endByCode(Http2Error code, String message) {
        if (code == Http2Error.HTTP_1_1_REQUIRED) {
            connection.requireHttp1();
        }
        HttpExchange served = response.exchange();
        UpstreamListener left = leave();
        if (left != null && served != null) {
            boolean unprocessed = code == Http2Error.REFUSED_STREAM || code == Http2Error.HTTP_1_1_REQUIRED;
            boolean told = left.tells(ResetCodes.areAboutFrames(code) ? Http2Error.INTERNAL_ERROR : code);
            FlowError error = new FlowError(FlowError.Step.RESPONSE, message, Times.now());
            served.upstreamReset(
                    error, 502, unprocessed && response.stage() == Http2ResponseReceiver.Stage.AWAITED, told);
            left.flush();
            left.updateReads();
        }
    }

    /**
     * The response will not arrive, or not completely.
     *
     * @param unanswered whether the connection ended: the server may have closed it before it saw the request
     */
    void failExchange(int status, String message, boolean unanswered) {
        HttpExchange served = response.exchange();
        UpstreamListener left = leave();
        if (left != null && served != null) {
            FlowError error = new FlowError(FlowError.Step.RESPONSE, message, Times.now());
            served.upstreamFailed(
                    error, status, unanswered && reused && response.stage() == Http2ResponseReceiver.Stage.AWAITED);
            left.flush();
            left.updateReads();
        }
    }

    /** Detach before reporting a failure: the exchange may request another connection from inside that call. */
    private @Nullable UpstreamListener leave() {
        UpstreamListener left = response.listener();
        if (left != null) {
            detach();
            close();
            left.lost(this);
        }
        return left;
    }

    int id() {
        return ((Http2StreamChannel) channel()).stream().id();
    }

    /**
     * The server opens no window for the queued rest of the request or of the tunnel: ends this stream; the others continue.
     */
    void takesNothing(StalledWrite how) {
        if (context.isRemoved()) {
            channel().pipeline().fireUserEventTriggered(how);
            return;
        }
        failExchange(504, how.by(peer().address().toString()), false);
        Http2StalledWriteHandler.resetStream(context);
        connection.flushSoon();
    }

    /** Resets the stream if it has not ended. */
    @Override
    public void close() {
        request.discardDeferred();
        response.discardEarlyFrames();
        context.close();
        connection.flushSoon();
    }
}
