package dev.steno.net.http2;

import dev.steno.exchange.HttpExchange;
import dev.steno.flow.FlowError;
import dev.steno.flow.Times;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.StalledWrite;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.http.ClientStreamHandler;
import dev.steno.net.http.ResponseWriter;
import dev.steno.net.http.StreamRequestReader;
import dev.steno.net.http.UpstreamStream;
import dev.steno.net.http1.Http1RequestReader;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One stream that an HTTP/2 client opened: one exchange. Owned by its connection, on that connection's event loop. */
final class Http2ClientStreamHandler extends ClientStreamHandler {
    private final Http2ClientConnectionHandler connection;
    private @Nullable Http2ResponseWriter response;
    private final ArrayDeque<Object> early = new ArrayDeque<>(0);
    private final long opened = System.nanoTime();
    private boolean headRead;

    Http2ClientStreamHandler(Http2ClientConnectionHandler connection) {
        super(connection.client(), connection.upstreams());
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        super.handlerAdded(added);
        connection.streamOpened(this);
    }

    int id() {
        return ((Http2StreamChannel) context.channel()).stream().id();
    }

    // ---- what the client sends

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        reading = true;
        connection.touch();
        if (isOver()) {
            ReferenceCountUtil.release(message);
        } else if (isOpeningWebSocket()) {
            early.add(message);
        } else if (message instanceof Http2HeadersFrame headers) {
            takeHeaders(headers);
        } else if (message instanceof Http2DataFrame data) {
            takeData(data.content());
            if (data.isEndStream()) {
                takeEnd(null);
            }
        } else {
            ReferenceCountUtil.release(message); // unknown frame types are ignored (RFC 9113, 5.5)
        }
    }

    private void takeHeaders(Http2HeadersFrame frame) {
        if (headRead) {
            takeTrailers(Http2Fields.headers(frame.headers()), frame.isEndStream());
            return;
        }
        headRead = true;
        StreamRequestReader.Read read = Http2Fields.read(connection.reader(), frame.headers());
        if (connection.isClogged()) {
            refuseUnread(read);
            return;
        }
        if (read.connect() != null && !frame.isEndStream()) {
            connection.openTunnel(this, context.channel(), read.connect());
            return;
        }
        takeRequest(read, !frame.isEndStream());
        if (frame.isEndStream()) {
            takeEnd(null);
        }
    }

    /** Refuses a request, which the client may then send again (RFC 9113, 8.7). Queued resets have their own bound. */
    private void refuseUnread(StreamRequestReader.Read read) {
        String why = "the client has more than " + Http2ClientConnectionHandler.MOST_UNREAD
                + " bytes of earlier responses to read, so the stream was refused";
        refused(read.request(), new FlowError(FlowError.Step.REQUEST, why, Times.now()));
        reset(Http2Error.REFUSED_STREAM);
    }

    /** The header section exceeds the limit: the codec has answered 431 and is about to reset the stream. */
    void headersTooLarge() {
        FlowError why =
                Http1RequestReader.malformed(new TooLongHttpHeaderException()).error();
        refused(connection.reader().broken(), why);
    }

    // ---- what the exchange asks for

    @Override
    protected void beginResponse() {
        response = new Http2ResponseWriter(context);
    }

    @Override
    @Nullable
    protected ResponseWriter response() {
        return response;
    }

    @Override
    protected void flushClient() {
        connection.flushSoon();
    }

    @Override
    protected void reset(Http2Error code) {
        context.writeAndFlush(new DefaultHttp2ResetFrame(code));
    }

    /** A head without a status, or trailers with one (RFC 9113, 8.1.1). */
    @Override
    protected void sendGarbage() {
        boolean begun = response != null && response.begun() != null;
        Http2Headers malformed = new DefaultHttp2Headers(false).add("Garbage", "\0");
        context.write(new DefaultHttp2HeadersFrame(malformed, begun));
        if (begun) {
            context.flush(); // the stream has ended with them
        } else {
            reset(Http2Error.INTERNAL_ERROR);
        }
    }

    @Override
    protected void sendGoAway() {
        connection.finish();
    }

    @Override
    protected void resetConnection() {
        connection.resetAll();
    }

    /** The connection is reset, and the stream with it. */
    void resetWithConnection() {
        clientEnded(connection.whyEnded());
        reset(Http2Error.INTERNAL_ERROR);
    }

    @Override
    protected boolean mayBecomeWebSocket() {
        return true;
    }

    @Override
    protected void relay(UpstreamStream served, HttpExchange upgraded) {
        connection.trackTunnel(this, context.channel());
        connection.next(context.channel()).relay(this, served, upgraded);
    }

    @Override
    public void handOver() {
        context.pipeline().addAfter(context.name(), HandlerNames.TUNNEL_FRAMES, new Http2TunnelHandler());
        while (!early.isEmpty()) {
            context.fireChannelRead(early.remove());
        }
        context.pipeline().remove(this);
    }

    /**
     * Resets the stream with NO_ERROR once the response is written, which asks the client to stop its request (RFC 9113,
     * 8.1).
     */
    @Override
    protected void stopRequest() {
        Objects.requireNonNull(Objects.requireNonNull(response).whole())
                .addListener(sent -> context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR)));
    }

    // ---- ends

    /** The client opens no window for the queued rest of the response: ends this stream; the others continue. */
    void takesNothing(StalledWrite how) {
        clientEnded(how.by("the client"));
        Http2StalledWriteHandler.resetStream(context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            countEnd();
            Http2Error code = Http2Error.valueOf(reset.errorCode());
            clientEnded("the client reset the stream (" + (code == null ? "code " + reset.errorCode() : code) + ")");
        } else {
            ReferenceCountUtil.release(event);
        }
    }

    /** Counts a stream that the client ended before its response began; stopping a response is not a fault. */
    private void countEnd() {
        if (!isOver() && (response == null || response.begun() == null)) {
            connection.noteEarlyEnd(opened);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        clientEnded(connection.whyEnded());
        connection.streamClosed(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        super.handlerRemoved(removed);
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        UnexpectedErrors.log(cause);
        if (cause instanceof Http2Exception) { // the codec resets the stream with the fitting code
            countEnd();
            clientEnded("the client broke the rules of HTTP/2: " + Failures.text(cause));
        } else {
            clientEnded("the stream broke: " + Failures.text(cause));
            context.close();
        }
    }
}
