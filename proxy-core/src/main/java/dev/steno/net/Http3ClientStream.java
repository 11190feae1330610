package dev.steno.net;

import dev.steno.exchange.Chunk;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http3.Http3DataFrame;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.http3.Http3Exception;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.handler.codec.http3.Http3HeadersValidationException;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One stream of HTTP/3 towards the client: one exchange. Its window is refilled as the server takes what came, so a stream
 * that is held is read no further. On the event loop of the client's connection.
 */
final class Http3ClientStream extends ClientWire {
    private final Http3ClientSide connection;
    private @Nullable Http3MessageWriter response;
    private @Nullable StreamReading reads;

    /** A head of which it is not known yet whether a body follows, as the end of a stream is told after what came last. */
    private Http2RequestReader.@Nullable Read held;

    private @Nullable Headers trailers;
    private boolean headRead;
    private boolean trailersRead;
    private boolean requestRead;
    private boolean requestHasBody;
    private boolean over;
    private boolean responseSent;
    private long announced = -1;
    private long received;
    private Http3ErrorCode resetWith = Http3ErrorCode.H3_INTERNAL_ERROR;

    Http3ClientStream(Http3ClientSide connection) {
        super(connection.client(), connection.servers());
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        super.handlerAdded(added);
        reads = new StreamReading(added.channel());
        if (connection.opened(this, stream().streamId())) {
            updateReads();
        } else {
            over = true;
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
        if (over) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof Http3HeadersFrame headers) {
            Headers fields = Http3Fields.headers(headers.headers());
            if (headRead) {
                takeTrailers(fields);
            } else {
                takeHead(fields);
            }
        } else if (message instanceof Http3DataFrame data) {
            takeData(data.content());
        } else {
            ReferenceCountUtil.release(message); // a frame of a type that nobody knows (RFC 9114, 9)
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        reading = false;
        if (held != null && !isUsuallyWithoutBody(held.request())) {
            client.loop().execute(() -> beginHeld(true)); // an end that came with the head is told before that
        }
        flush();
        updateReads();
    }

    /** Such a request waits for what follows its head: as HTTP/1 it would be chunked, which many servers do not expect. */
    private static boolean isUsuallyWithoutBody(HttpRequest request) {
        return switch (request.method()) {
            case "GET", "HEAD", "DELETE", "OPTIONS", "TRACE" ->
                !request.headers().contains("content-length");
            default -> false;
        };
    }

    private void takeHead(Headers fields) {
        headRead = true;
        held = connection.reader().read(fields, false);
        if (held.refusal() != null) {
            beginHeld(false);
        }
    }

    /** @param body whether a body may follow */
    private void beginHeld(boolean body) {
        Http2RequestReader.Read read = held;
        if (read == null || over) {
            return;
        }
        held = null;
        begin(read.request());
        requestHasBody = body;
        if (read.refusal() != null && read.malformed()) {
            malformed(read.refusal().error().message());
        } else if (read.refusal() != null) {
            exchange.requestBroken(read.refusal().error(), read.refusal().status());
        } else {
            try {
                announced = Http2FieldRules.contentLength(read.request().headers());
                exchange.begin();
            } catch (Http2FieldRules.Malformed e) {
                malformed(e.getMessage());
            }
        }
        flushSoon();
    }

    private void begin(HttpRequest request) {
        start(request);
        response = new Http3MessageWriter(context, () -> clientLeft("the client takes no more of the response"));
    }

    private void takeData(ByteBuf data) {
        beginHeld(true);
        received += data.readableBytes();
        if (exchange == null || !data.isReadable()) {
            data.release();
        } else if (announced >= 0 && received > announced) {
            data.release();
            malformed("the body is longer than its Content-Length of " + announced);
        } else {
            exchange.requestData(new ByteBufChunk(data));
        }
    }

    private void takeTrailers(Headers fields) {
        beginHeld(true);
        try {
            if (trailersRead) {
                throw new Http2FieldRules.Malformed("there are two trailer sections");
            }
            trailersRead = true;
            Http2FieldRules.checkTrailers(fields);
            trailers = fields.isEmpty() ? null : fields;
        } catch (Http2FieldRules.Malformed e) {
            malformed(e.getMessage());
        }
    }

    private void takeEnd() {
        requestRead = true;
        if (!headRead && !over) {
            resetWith = Http3ErrorCode.H3_REQUEST_INCOMPLETE;
            unreadable("the stream ended before its head");
        }
        beginHeld(false);
        if (over || exchange == null) {
            return;
        }
        if (announced >= 0 && received != announced) {
            malformed("the body has " + received + " bytes and its Content-Length is " + announced);
        } else {
            exchange.requestEnd(trailers);
        }
        flushSoon();
    }

    private void malformed(@Nullable String why) {
        if (exchange != null) {
            resetWith = Http3ErrorCode.H3_MESSAGE_ERROR;
            exchange.requestMalformed(
                    new FlowError(FlowError.Step.REQUEST, "the request is malformed: " + why, Times.now()));
        }
    }

    /** The codec could not hand on the head; what it had is lost, and the stream or the connection is about to end. */
    private void unreadable(String why) {
        if (over) {
            return;
        }
        if (exchange == null) {
            Http2RequestReader.Read head = held;
            held = null;
            headRead = true;
            begin(head == null ? connection.reader().broken() : head.request());
        }
        exchange.requestMalformed(
                new FlowError(FlowError.Step.REQUEST, "the request is malformed: " + why, Times.now()));
    }

    // ---- what the exchange asks for

    @Override
    boolean requestHasBody() {
        return requestHasBody;
    }

    @Override
    public void sendInterim(HttpResponse interim) {
        if (interim.status() != 101) { // none of HTTP/3's (RFC 9114, 4.5)
            response.head(Http3Fields.response(interim));
        }
    }

    @Override
    public void sendResponseHead(HttpResponse head) {
        response.head(Http3Fields.response(head));
    }

    @Override
    public void sendResponseData(Chunk chunk) {
        response.data(ByteBufChunk.unwrap(chunk));
    }

    @Override
    public void sendResponseEnd(@Nullable Headers fields) {
        response.end(fields, () -> {
            responseSent = true;
            stopRequest();
        });
    }

    /** The exchange is done and the response is out: the client need not send the rest (RFC 9114, 4.1). */
    private void stopRequest() {
        if (responseSent && over && exchange == null && !requestRead) {
            stream().shutdownInput(Http3ErrorCode.H3_NO_ERROR.code());
            context.close();
        }
    }

    /** Nothing: what is written to a stream of QUIC is not held back. */
    @Override
    void flushClient() {}

    @Override
    public void upgraded() {
        throw new IllegalStateException("no stream of HTTP/3 asks for an upgrade");
    }

    @Override
    public void abortClient() {
        if (!over) {
            over = true;
            cut(resetWith);
        }
    }

    /** Resets the stream, and asks the client to send no more of it (RFC 9114, 4.1.1). */
    private void cut(Http3ErrorCode code) {
        stream().shutdown(code.code());
        context.close();
    }

    @Override
    public void exchangeDone() {
        over = true;
        exchange = null;
        if (server != null) {
            server.flush();
            server.release();
            server = null;
        }
        stopRequest();
        updateReads();
    }

    // ---- reading

    @Override
    boolean wantsInput(boolean admitted, boolean bodyTaken) {
        return over || requestRead || (admitted && bodyTaken);
    }

    @Override
    void readClient(boolean wanted) {
        reads.set(wanted);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        updateReads();
    }

    // ---- ends

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            takeEnd();
        }
    }

    private void clientLeft(String how) {
        if (!over) {
            ended(how);
            cut(Http3ErrorCode.H3_REQUEST_CANCELLED);
        }
    }

    /** The client's end is gone. */
    private void ended(String how) {
        if (over) {
            return;
        }
        over = true;
        if (held != null) {
            begin(held.request());
            exchange.requestMalformed(error(how));
        } else if (exchange != null) {
            exchange.clientGone(error(how));
        }
    }

    /** The connection is gone, and the stream with it. */
    void connectionEnded(String how) {
        ended(how);
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        ended(connection.whyEnded());
        connection.closed(this, requestRead && responseSent);
    }

    /** The codec tells of what breaks the rules, and resets the stream or ends the connection with the code that suits. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        if (cause instanceof QuicStreamResetException reset) {
            clientLeft("the client reset the stream (" + Http3Errors.name(reset.applicationProtocolCode()) + ")");
        } else if (cause instanceof Http3HeadersValidationException || cause instanceof IllegalArgumentException) {
            resetWith = Http3ErrorCode.H3_MESSAGE_ERROR;
            unreadable(Failures.text(cause));
        } else if (cause instanceof Http3Exception broken) {
            resetWith = broken.errorCode();
            connection.broken("the client broke the rules of HTTP/3: " + Failures.text(cause));
            unreadable(Failures.text(cause));
        } else {
            Unexpected.log(cause);
            clientLeft("the stream broke: " + Failures.text(cause));
        }
    }
}
