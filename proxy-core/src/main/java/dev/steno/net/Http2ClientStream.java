package dev.steno.net;

import dev.steno.exchange.Chunk;
import dev.steno.exchange.HttpExchange;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One stream of HTTP/2 towards the client: one exchange. Its window is refilled as the server takes what came, so a stream
 * that is held stops only itself. On the event loop of the client's connection.
 */
final class Http2ClientStream extends ClientWire {
    private final Http2ClientSide connection;
    private @Nullable Http2MessageWriter response;
    private @Nullable StreamReading reads;
    private boolean headRead;
    private boolean requestRead;
    private boolean requestHasBody;
    private boolean over;
    private long announced = -1;
    private long received;
    private Http2Error resetWith = Http2Error.INTERNAL_ERROR;

    Http2ClientStream(Http2ClientSide connection) {
        super(connection.client(), connection.servers());
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        super.handlerAdded(added);
        reads = new StreamReading(added.channel());
        connection.opened(this);
        updateReads();
    }

    int id() {
        return ((io.netty.handler.codec.http2.Http2StreamChannel) context.channel())
                .stream().id();
    }

    // ---- what the client sends

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        reading = true;
        connection.touch();
        if (over) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof Http2HeadersFrame headers) {
            if (headRead) {
                takeTrailers(headers);
            } else {
                takeHead(headers);
            }
        } else if (message instanceof Http2DataFrame data) {
            takeData(data);
        } else {
            ReferenceCountUtil.release(message); // a frame of a type that nobody knows (RFC 9113, 5.5)
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        reading = false;
        flush();
        updateReads();
    }

    private void takeHead(Http2HeadersFrame frame) {
        headRead = true;
        Http2RequestReader.Read read = connection.reader().read(frame.headers());
        if (read.connect() != null && !frame.isEndStream()) {
            connection.openTunnel(this, context.channel(), read.connect());
            return;
        }
        begin(read.request());
        requestHasBody = !frame.isEndStream();
        if (read.refusal() != null && read.malformed()) {
            malformed(read.refusal().error().message());
        } else if (read.refusal() != null) {
            exchange.requestBroken(read.refusal().error(), read.refusal().status());
        } else if (read.connect() != null) {
            malformed("a CONNECT that ends its stream at once");
        } else {
            try {
                announced = Http2FieldRules.contentLength(read.request().headers());
                exchange.begin();
            } catch (Http2FieldRules.Malformed e) {
                malformed(e.getMessage());
            }
        }
        if (frame.isEndStream()) {
            takeEnd(null);
        }
    }

    private void begin(HttpRequest request) {
        start(request);
        response = new Http2MessageWriter(context);
    }

    private void takeData(Http2DataFrame frame) {
        ByteBuf data = frame.content();
        received += data.readableBytes();
        if (exchange == null || !data.isReadable()) {
            data.release();
        } else if (announced >= 0 && received > announced) {
            data.release();
            malformed("the body is longer than its Content-Length of " + announced);
        } else {
            exchange.requestData(new ByteBufChunk(data));
        }
        if (frame.isEndStream()) {
            takeEnd(null);
        }
    }

    private void takeTrailers(Http2HeadersFrame frame) {
        Headers trailers = Http2Fields.headers(frame.headers());
        try {
            if (!frame.isEndStream()) {
                throw new Http2FieldRules.Malformed("the trailers do not end the stream");
            }
            Http2FieldRules.checkTrailers(trailers);
            takeEnd(trailers.isEmpty() ? null : trailers);
        } catch (Http2FieldRules.Malformed e) {
            malformed(e.getMessage());
        }
    }

    private void takeEnd(@Nullable Headers trailers) {
        requestRead = true;
        if (over || exchange == null) {
            return;
        }
        if (announced >= 0 && received != announced) {
            malformed("the body has " + received + " bytes and its Content-Length is " + announced);
        } else {
            exchange.requestEnd(trailers);
        }
    }

    private void malformed(@Nullable String why) {
        if (exchange != null) {
            resetWith = Http2Error.PROTOCOL_ERROR;
            exchange.requestMalformed(
                    new FlowError(FlowError.Step.REQUEST, "the request is malformed: " + why, Times.now()));
        }
    }

    /** The header section was larger than is read; it was answered, and the stream is about to be reset. */
    void headersTooLarge() {
        begin(connection.reader().broken());
        HttpExchange refused = exchange;
        over = true;
        refused.requestMalformed(RequestReader.malformed(new io.netty.handler.codec.http.TooLongHttpHeaderException())
                .error());
    }

    // ---- what the exchange asks for

    @Override
    boolean requestHasBody() {
        return requestHasBody;
    }

    @Override
    public void sendInterim(HttpResponse interim) {
        if (interim.status() != 101) { // none of HTTP/2's (RFC 9113, 8.6)
            response.interim(Http2Fields.response(interim));
        }
        flushSoon();
    }

    @Override
    public void sendResponseHead(HttpResponse head) {
        response.head(Http2Fields.response(head));
        flushSoon();
    }

    @Override
    public void sendResponseData(Chunk chunk) {
        response.data(ByteBufChunk.unwrap(chunk));
        flushSoon();
    }

    @Override
    public void sendResponseEnd(@Nullable Headers trailers) {
        response.end(trailers);
        flushSoon();
    }

    @Override
    void writeHeldBack() {
        if (response != null) {
            response.release();
        }
    }

    @Override
    void flushClient() {
        connection.flushSoon();
    }

    @Override
    public void upgraded() {
        throw new IllegalStateException("no stream of HTTP/2 asks for an upgrade");
    }

    @Override
    public void abortClient() {
        if (!over) {
            over = true;
            writeHeldBack();
            context.flush(); // what came before the break still arrives, as far as the window allows
            response.discard();
            context.writeAndFlush(new DefaultHttp2ResetFrame(resetWith));
            updateReads();
        }
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
        if (!requestRead) { // the client need not send the rest (RFC 9113, 8.1)
            response.whole()
                    .addListener(sent -> context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR)));
            updateReads();
        }
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
        if (event instanceof Http2ResetFrame reset) {
            Http2Error code = Http2Error.valueOf(reset.errorCode());
            ended("the client reset the stream (" + (code == null ? "code " + reset.errorCode() : code) + ")");
        } else {
            ReferenceCountUtil.release(event);
        }
    }

    /** The client's end is gone. */
    void ended(String how) {
        HttpExchange cut = over ? null : exchange;
        over = true;
        if (response != null) {
            response.discard();
        }
        if (cut != null) {
            cut.clientGone(error(how));
        }
        updateReads(); // what waits unread is let go, which the stream's channel needs to end
    }

    /** The connection is gone, and the stream with it. */
    void connectionEnded(String how) {
        ended(how);
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        ended(connection.whyEnded());
        connection.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        Unexpected.log(cause);
        if (cause instanceof Http2Exception) { // the codec resets the stream, with the code that suits
            ended("the client broke the rules of HTTP/2: " + Failures.text(cause));
        } else {
            ended("the stream broke: " + Failures.text(cause));
            context.close();
        }
    }
}
