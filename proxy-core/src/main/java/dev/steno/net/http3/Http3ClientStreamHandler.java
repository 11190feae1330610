package dev.steno.net.http3;

import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.Times;
import dev.steno.net.channel.ChannelTimer;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.StalledWrite;
import dev.steno.net.channel.TraceStep;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.http.ClientStreamHandler;
import dev.steno.net.http.ResponseWriter;
import dev.steno.net.http.StreamRequestReader;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http3.DefaultHttp3Headers;
import io.netty.handler.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.handler.codec.http3.Http3DataFrame;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.http3.Http3Exception;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.handler.codec.http3.Http3HeadersValidationException;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One stream that an HTTP/3 client opened: one exchange. Owned by its connection, on that connection's event loop. */
final class Http3ClientStreamHandler extends ClientStreamHandler {
    /** The time in which a client may reset a stream with a malformed response itself. */
    private static final long GARBAGE_SECONDS = 1;

    private final Http3ClientConnectionHandler connection;
    private @Nullable Http3ResponseWriter response;

    /**
     * A head that is held back until it is known whether a body follows: the end of a stream is reported after its last
     * frame.
     */
    private StreamRequestReader.@Nullable Read held;

    private @Nullable Headers trailers;
    private @Nullable Future<?> lateHead;
    private boolean headRead;
    private boolean ended;

    Http3ClientStreamHandler(Http3ClientConnectionHandler connection) {
        super(connection.client(), connection.upstreams());
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        super.handlerAdded(added);
        if (!connection.streamOpened(this, stream().streamId())) {
            cut(Http3ErrorCode.H3_REQUEST_REJECTED);
        }
    }

    private QuicStreamChannel stream() {
        return (QuicStreamChannel) context.channel();
    }

    // ---- what the client sends

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        reading = true;
        if (isOver()) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof Http3HeadersFrame frame) {
            takeHeaders(Http3Fields.headers(frame.headers()));
        } else if (message instanceof Http3DataFrame data) {
            takeHeld(true);
            takeData(data.content());
        } else {
            ReferenceCountUtil.release(message); // unknown frame types are ignored (RFC 9114, 9)
        }
    }

    /** Trailers are kept until the stream ends; until then the codec rejects any further frame (RFC 9114, 4.1). */
    private void takeHeaders(Headers fields) {
        if (headRead) {
            trailers = fields;
            return;
        }
        headRead = true;
        headCame();
        held = connection.reader().read(fields, false);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext last) {
        if (held != null) {
            // deferred: an end that arrived with the head is reported before this task runs
            client.loop().execute(() -> takeHeld(true));
        }
        super.channelReadComplete(last);
        watchHead();
    }

    /** Limits the time from a head's first byte to its last. Most heads arrive in one piece and need no timer. */
    private void watchHead() {
        if (!headRead && !isOver() && lateHead == null && context.channel().isActive()) {
            long limit = client.proxy().settings().timeouts().header().toNanos();
            lateHead = client.loop().schedule(this::refuseLate, limit, TimeUnit.NANOSECONDS);
        }
    }

    private void headCame() {
        if (lateHead != null) {
            lateHead.cancel(false);
            lateHead = null;
        }
    }

    private void refuseLate() {
        lateHead = null;
        long limit = client.proxy().settings().timeouts().header().toMillis();
        unreadable("its head was not complete within " + limit + " ms", Http3ErrorCode.H3_REQUEST_INCOMPLETE);
    }

    /** @param body whether a body may follow */
    private void takeHeld(boolean body) {
        StreamRequestReader.Read read = held;
        held = null;
        if (read != null && !isOver()) {
            takeRequest(read, body);
            flushSoon();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ended = true;
            if (!headRead) {
                unreadable("the stream ended before its head", Http3ErrorCode.H3_REQUEST_INCOMPLETE);
                return;
            }
            takeHeld(trailers != null);
            if (trailers != null) {
                takeTrailers(trailers, true);
            } else {
                takeEnd(null);
            }
            flushSoon();
        }
    }

    /**
     * Ends the stream after the codec rejected a frame: the codec passes no further frames, and that frame's content is
     * lost.
     */
    private void unreadable(String why, Http3ErrorCode code) {
        takeHeld(true);
        if (isOver()) {
            return;
        }
        if (exchange != null) {
            malformed(why);
        } else {
            headRead = true;
            String told = "the request is malformed: " + why;
            refused(connection.reader().broken(), new FlowError(FlowError.Step.REQUEST, told, Times.now()));
            cut(code);
        }
    }

    // ---- what the exchange asks for

    @Override
    protected void beginResponse() {
        Http3StalledWriteDetector taken = new Http3StalledWriteDetector(
                context, client.proxy().settings().timeouts().write(), this::takesNothing);
        response = new Http3ResponseWriter(
                context, taken, () -> clientLeft("the client stopped the response before its end"));
    }

    @Override
    @Nullable
    protected ResponseWriter response() {
        return response;
    }

    /** No-op: the codec of QUIC sends what is written without a flush. */
    @Override
    protected void flushClient() {}

    @Override
    protected void reset(Http2Error code) {
        cut(Http3Errors.of(code));
    }

    /** Resets the stream, and asks the client to stop sending (RFC 9114, 4.1.1). */
    private void cut(Http3ErrorCode code) {
        trace.step(TraceStep.RESET_SENT, exchange, String.valueOf(code));
        stream().shutdown(code.code());
        context.close();
    }

    /** A head without a status (RFC 9114, 4.1.2). A reset at once would overtake it. */
    @Override
    protected void sendGarbage() {
        Http3Headers malformed = new DefaultHttp3Headers(false).add("Garbage", "\0");
        context.writeAndFlush(new DefaultHttp3HeadersFrame(malformed));
        ChannelTimer.closeAfter(
                stream(), GARBAGE_SECONDS, TimeUnit.SECONDS, () -> cut(Http3ErrorCode.H3_INTERNAL_ERROR));
    }

    @Override
    protected void sendGoAway() {
        connection.finish();
    }

    @Override
    protected void resetConnection() {
        connection.resetAll();
    }

    /** Asks the client to stop its request once the response is written (RFC 9114, 4.1). */
    @Override
    protected void stopRequest() {
        Objects.requireNonNull(Objects.requireNonNull(response).whole()).addListener(sent -> {
            stream().shutdownInput(Http3ErrorCode.H3_NO_ERROR.code());
            context.close();
        });
    }

    // ---- ends

    /** The client opens no window for the queued rest of the response: ends this stream; the others continue. */
    private void takesNothing(StalledWrite how) {
        gone(how.by("the client"));
        cut(Http3ErrorCode.H3_REQUEST_CANCELLED);
    }

    private void clientLeft(String how) {
        if (!isOver()) {
            gone(how);
            cut(Http3ErrorCode.H3_REQUEST_CANCELLED);
        }
    }

    private void gone(String how) {
        StreamRequestReader.Read read = held;
        held = null;
        if (read != null && !isOver()) {
            refused(read.request(), error(how));
        } else {
            clientEnded(how);
        }
    }

    /** The connection has closed, and the stream with it. */
    void connectionGone(String how) {
        gone(how);
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        headCame();
        gone(connection.whyEnded());
        ChannelFuture sent = response == null ? null : response.whole();
        connection.streamClosed(this, ended && sent != null && sent.isSuccess());
    }

    /** The codec reports a violation here, and itself resets the stream or closes the connection with the fitting code. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        if (cause instanceof QuicStreamResetException reset) {
            String code = Http3Errors.name(reset.applicationProtocolCode());
            trace.step(TraceStep.RESET_RECEIVED, exchange, code);
            clientLeft("the client reset the stream (" + code + ")");
        } else if (cause instanceof Http3HeadersValidationException || cause instanceof IllegalArgumentException) {
            unreadable(Failures.text(cause), Http3ErrorCode.H3_MESSAGE_ERROR);
        } else if (cause instanceof Http3Exception broken) {
            connection.noteViolation("the client broke the rules of HTTP/3: " + Failures.text(cause));
            unreadable(Failures.text(cause), broken.errorCode());
        } else {
            UnexpectedErrors.log(cause);
            clientLeft("the stream broke: " + Failures.text(cause));
        }
    }
}
