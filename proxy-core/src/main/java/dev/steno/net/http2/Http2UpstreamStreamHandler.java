package dev.steno.net.http2;

import dev.steno.exchange.HttpExchange;
import dev.steno.flow.Body;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.net.channel.ByteBufChunk;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.StalledWrite;
import dev.steno.net.channel.StreamReadToggle;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.http.FieldSectionRules;
import dev.steno.net.http.InterimResponseLimit;
import dev.steno.net.http.MessageTrace;
import dev.steno.net.http.UpstreamListener;
import dev.steno.net.http.UpstreamStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One stream of HTTP/2 towards a server: one exchange. The server may send as much as the stream's window allows, which is
 * opened again as the client takes what came; a response that is held stops only itself. On the event loop of the client's
 * connection.
 */
final class Http2UpstreamStreamHandler extends ChannelInboundHandlerAdapter implements UpstreamStream {
    private final Http2UpstreamConnectionHandler connection;
    private ChannelHandlerContext context; // set when the handler is added
    private final ArrayDeque<Object> early = new ArrayDeque<>(0);
    private Http2MessageWriter request;
    private StreamReadToggle reads;
    private @Nullable UpstreamListener client;
    private @Nullable HttpExchange exchange;
    private @Nullable UpstreamListener readingFor;
    private boolean reused;
    private boolean headHeld;
    private boolean requestSent;
    private boolean responseBegun;
    private boolean responseEnded;
    private boolean webSocket;
    private boolean agreed;
    private final ResponseBodyRules body = new ResponseBodyRules();
    private final InterimResponseLimit interims = new InterimResponseLimit();
    private @Nullable Http2Error reset;

    Http2UpstreamStreamHandler(Http2UpstreamConnectionHandler connection) {
        this.connection = connection;
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
    public void attach(UpstreamListener side, HttpExchange served) {
        client = side;
        exchange = served;
        reused = connection.use();
    }

    @Override
    public void detach() {
        client = null;
        exchange = null;
    }

    /** A WebSocket was agreed upon, so the frames hold bytes from here on; those that came early are handed on first. */
    @Override
    public void handOver() {
        detach();
        channel().closeFuture().addListener(closed -> connection.closed(this));
        channel().pipeline().addAfter(context.name(), HandlerNames.TUNNEL_FRAMES, new Http2TunnelHandler());
        while (!early.isEmpty()) {
            context.fireChannelRead(early.remove());
        }
        channel().pipeline().remove(this);
    }

    private void discardEarly() {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }

    /** The stream of a whole exchange ends by itself, once what is left of the request is on the wire. */
    @Override
    public void releaseExchange() {
        detach();
        if (webSocket || !requestSent || !responseEnded) {
            close();
        }
    }

    // ---- the request

    @Override
    public void sendHead(HttpRequest head, boolean bodyFollows) {
        body.request(head.method());
        webSocket = head.headers().contains(":protocol");
        headHeld = true;
        request.writeHead(Http2Fields.request(head));
    }

    @Override
    public void sendData(ByteBuf data) {
        if (takesNoMore()) {
            data.release(); // the response that came may still be read
            return;
        }
        request.writeData(data);
        watchHead();
    }

    @Override
    public void sendEnd(@Nullable Headers trailers) {
        requestSent = true;
        if (!webSocket && !takesNoMore()) { // else the stream stays open
            request.writeEnd(trailers);
            watchHead();
        }
    }

    @Override
    public void flush() {
        if (!takesNoMore()) {
            request.writeDeferred();
            watchHead();
        }
        connection.flushSoon();
    }

    /** Whether the stream or the connection ended; what came before may still wait to be read. */
    private boolean takesNoMore() {
        return reset != null || !connection.isActive();
    }

    /** A head that cannot be sent is one that the server never saw: it was about to close, or has too many streams. */
    private void watchHead() {
        if (headHeld && request.begun() != null) {
            headHeld = false;
            request.begun().addListener(sent -> {
                if (!sent.isSuccess()) {
                    String why = "the request could not be sent: " + Failures.text(sent.cause());
                    ended(Http2Error.REFUSED_STREAM, why);
                }
            });
        }
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
        if (client != null) {
            client.updateReads();
        }
    }

    // ---- the response

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        connection.touchByData();
        if (client != null && readingFor == null) {
            readingFor = client;
            connection.reads(this);
        }
        if (exchange == null) {
            ReferenceCountUtil.release(message); // the exchange has ended
        } else if (agreed) {
            early.add(message); // while handlers look at the response
        } else if (message instanceof Http2HeadersFrame headers) {
            takeHeaders(headers);
        } else if (message instanceof Http2DataFrame data) {
            takeData(data);
        } else {
            ReferenceCountUtil.release(message); // unknown frame types are ignored (RFC 9113, 5.5)
        }
        if (client != null) {
            client.updateReads();
        }
    }

    private void takeHeaders(Http2HeadersFrame frame) {
        try {
            if (responseBegun) {
                takeTrailers(frame);
            } else {
                takeHead(frame);
            }
        } catch (FieldSectionRules.Malformed e) {
            malformed(String.valueOf(e.getMessage()));
        }
    }

    /** The exchange in progress. Only for frames that come during one. */
    private HttpExchange current() {
        return Objects.requireNonNull(exchange, "no exchange is in progress");
    }

    private void takeHead(Http2HeadersFrame frame) throws FieldSectionRules.Malformed {
        HttpResponse response = Http2ResponseReader.read(frame.headers(), connection.odd());
        current().addRemark(connection.odd().takeRemarks());
        MessageTrace.of(client).headReceived(exchange, response);
        if (response.status() < 200) {
            if (response.status() == 101 || frame.isEndStream()) {
                throw new FieldSectionRules.Malformed("an interim response is 101, or ends the stream");
            }
            String excess = interims.countInterim(response.headers());
            if (excess != null) {
                throw new FieldSectionRules.Malformed(excess);
            }
            current().responseInterim(response.ended(Body.NONE, null, response.started()));
            return;
        }
        if (webSocket && response.status() / 100 == 2) {
            takeAgreement(response, frame.isEndStream());
            return;
        }
        body.head(response, frame.isEndStream());
        responseBegun = true;
        current().responseHead(response);
        if (frame.isEndStream()) {
            takeEnd(null);
        }
    }

    private void takeAgreement(HttpResponse response, boolean last) throws FieldSectionRules.Malformed {
        if (last) {
            throw new FieldSectionRules.Malformed("it agrees to a WebSocket and ends the stream");
        }
        responseBegun = true;
        responseEnded = true;
        agreed = true;
        current().responseHead(response);
        if (exchange != null) {
            exchange.responseEnd(null);
        }
    }

    private void takeData(Http2DataFrame frame) {
        ByteBuf data = frame.content();
        String wrong = responseBegun ? body.data(data.readableBytes()) : "its body comes before its head";
        if (wrong != null) {
            data.release();
            malformed(wrong);
        } else if (data.isReadable()) {
            MessageTrace.of(client).dataReceived(exchange, data.readableBytes());
            current().responseData(new ByteBufChunk(data));
        } else {
            data.release();
        }
        if (frame.isEndStream()) {
            takeEnd(null);
        }
    }

    private void takeTrailers(Http2HeadersFrame frame) throws FieldSectionRules.Malformed {
        if (!frame.isEndStream()) {
            throw new FieldSectionRules.Malformed("its trailers do not end the stream");
        }
        Headers trailers = Http2Fields.headers(frame.headers());
        FieldSectionRules.checkTrailers(trailers, connection.odd());
        current().addRemark(connection.odd().takeRemarks());
        takeEnd(trailers.isEmpty() ? null : trailers);
    }

    private void takeEnd(@Nullable Headers trailers) {
        if (exchange == null) {
            return;
        }
        String wrong = body.end();
        if (wrong != null) {
            malformed(wrong);
        } else {
            responseEnded = true;
            MessageTrace.of(client).endReceived(exchange, trailers);
            exchange.responseEnd(trailers);
        }
    }

    private void malformed(String why) {
        current().addRemark(connection.odd().takeRemarks());
        context.write(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR), context.voidPromise());
        failed(502, "the response of " + peer().address() + " is malformed: " + why, false);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        readComplete();
    }

    /** What came has been read for now. The stream alone does not hear of it where it ended with what came. */
    void readComplete() {
        UpstreamListener side = readingFor;
        readingFor = null;
        if (side != null) {
            side.flush();
            side.updateReads();
        }
    }

    // ---- ends

    /**
     * A reset overtakes what came before it and is not read yet, which may be the whole response (RFC 9113, 8.1). So what it
     * means is decided at the stream's end, which is told after that.
     */
    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof Http2ResetFrame frame) {
            reset = ResetCodes.of(frame.errorCode());
        } else if (event instanceof Http2GoAwayFrame goAway) { // the stream is above those that the server processes
            boolean http1 = goAway.errorCode() == Http2Error.HTTP_1_1_REQUIRED.code();
            ReferenceCountUtil.release(event);
            String why = peer().address() + " " + connection.whyEnded() + " without looking at the request";
            ended(http1 ? Http2Error.HTTP_1_1_REQUIRED : Http2Error.REFUSED_STREAM, why);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        if (reset != null) {
            ended(reset, peer().address() + " reset the stream (" + reset + ")");
        } else {
            connectionEnded();
        }
        request.discardDeferred();
        discardEarly();
        connection.closed(this);
    }

    /** The connection ended, or is about to, and all that came of the response was read. */
    void connectionEnded() {
        String why = peer().address() + " " + connection.whyEnded();
        if (connection.requiresHttp1()) {
            ended(Http2Error.HTTP_1_1_REQUIRED, why);
        } else if (connection.spokeNoHttp2()) {
            ended(Http2Error.REFUSED_STREAM, why); // to be asked in HTTP/1.1
        } else {
            failed(502, why, !connection.brokeRules());
        }
    }

    /** Whether what came of the response may wait to be read. */
    boolean isHeld() {
        return !context.channel().config().isAutoRead();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        if (takesNoMore()) {
            return; // what was not sent; the stream's end follows
        }
        UnexpectedErrors.log(cause);
        if (cause instanceof Http2Exception) { // the codec resets the stream, with the code that suits
            failed(502, "the response of " + peer().address() + " is malformed: " + Failures.text(cause), false);
        } else {
            failed(502, peer().address() + " broke the stream: " + Failures.text(cause), true);
        }
    }

    /**
     * The stream ended by a code of the server, or by what comes to the same: the request is sent anew if the code says that it
     * was not processed, and the client is told the code else.
     */
    private void ended(Http2Error code, String message) {
        if (code == Http2Error.HTTP_1_1_REQUIRED) {
            connection.requireHttp1();
        }
        HttpExchange served = exchange;
        UpstreamListener side = leave();
        if (side != null && served != null) {
            boolean unprocessed = code == Http2Error.REFUSED_STREAM || code == Http2Error.HTTP_1_1_REQUIRED;
            boolean told = side.tells(ResetCodes.areAboutFrames(code) ? Http2Error.INTERNAL_ERROR : code);
            FlowError error = new FlowError(FlowError.Step.RESPONSE, message, Times.now());
            served.upstreamReset(error, 502, unprocessed && !responseBegun, told);
            side.flush();
            side.updateReads();
        }
    }

    /**
     * The response will not come, or not whole.
     *
     * @param unanswered whether the connection ended: the server may have closed it before it saw the request
     */
    void failed(int status, String message, boolean unanswered) {
        HttpExchange served = exchange;
        UpstreamListener side = leave();
        if (side != null && served != null) {
            FlowError error = new FlowError(FlowError.Step.RESPONSE, message, Times.now());
            served.upstreamFailed(error, status, unanswered && reused && !responseBegun);
            side.flush();
            side.updateReads();
        }
    }

    /** Detach before reporting a failure: the exchange may request another connection from inside that call. */
    private @Nullable UpstreamListener leave() {
        UpstreamListener side = client;
        if (side != null) {
            detach();
            close();
            side.lost(this);
        }
        return side;
    }

    int id() {
        return ((Http2StreamChannel) channel()).stream().id();
    }

    /** The server opens no window for what waits of the request, or of what the stream became; its other streams go on. */
    void takesNothing(StalledWrite how) {
        if (context.isRemoved()) {
            channel().pipeline().fireUserEventTriggered(how);
            return;
        }
        failed(504, how.by(peer().address().toString()), false);
        Http2StalledWriteHandler.cut(context);
        connection.flushSoon();
    }

    /** Resets the stream where it has not ended. */
    @Override
    public void close() {
        request.discardDeferred();
        discardEarly();
        context.close();
        connection.flushSoon();
    }
}
