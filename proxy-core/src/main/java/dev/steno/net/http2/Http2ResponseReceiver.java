package dev.steno.net.http2;

import dev.steno.exchange.HttpExchange;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.net.channel.ByteBufChunk;
import dev.steno.net.http.FieldSectionRules;
import dev.steno.net.http.InterimResponseLimit;
import dev.steno.net.http.MessageTrace;
import dev.steno.net.http.ParseRemarks;
import dev.steno.net.http.UpstreamListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The response on one stream to an HTTP/2 server: checks the order and content of its frames (RFC 9113, 8.1) and reports them
 * to the exchange. Owned by the stream, on its event loop. The exchange may detach itself inside such a report, so code after
 * one checks {@link #exchange} again.
 */
final class Http2ResponseReceiver {
    private final ParseRemarks odd;
    private final ResponseBodyRules body = new ResponseBodyRules();
    private final InterimResponseLimit interims = new InterimResponseLimit();
    private final ArrayDeque<Object> early = new ArrayDeque<>(0);
    private Stage stage = Stage.AWAITED;
    private boolean webSocket; // the request opens a WebSocket
    private @Nullable UpstreamListener listener;
    private @Nullable HttpExchange exchange;

    /** How far the response is, in order; the last two exclude each other. */
    enum Stage {
        /** No final head has arrived; interim responses may have. */
        AWAITED,
        /** The final head has arrived; data and trailers may follow. */
        STREAMING,
        /** It arrived whole. */
        ENDED,
        /** Its head agrees to a WebSocket: frames are queued until the stream is handed over. */
        WEB_SOCKET
    }

    /** @param odd collects remarks on the field section that is being read */
    Http2ResponseReceiver(ParseRemarks odd) {
        this.odd = odd;
    }

    void attach(UpstreamListener to, HttpExchange served) {
        listener = to;
        exchange = served;
    }

    void detach() {
        listener = null;
        exchange = null;
    }

    /** Null before an exchange is attached and after it was detached. */
    @Nullable
    HttpExchange exchange() {
        return exchange;
    }

    /** The client's end of the exchange; null if there is no exchange. */
    @Nullable
    UpstreamListener listener() {
        return listener;
    }

    Stage stage() {
        return stage;
    }

    /** The head of the request is about to be sent. */
    void expectAnswerTo(HttpRequest head) {
        body.setRequestMethod(head.method());
        webSocket = head.headers().contains(":protocol");
    }

    /** Whether the request opens a WebSocket, for which the stream stays open. */
    boolean isForWebSocket() {
        return webSocket;
    }

    /**
     * Processes a frame of the stream, and takes ownership of it.
     *
     * @throws FieldSectionRules.Malformed if the response is malformed; an exchange is attached then
     */
    void takeFrame(Object message) throws FieldSectionRules.Malformed {
        if (exchange == null) {
            ReferenceCountUtil.release(message); // the exchange has ended
        } else if (stage == Stage.WEB_SOCKET) {
            early.add(message); // queued while handlers decide on the response
        } else if (message instanceof Http2HeadersFrame headers) {
            if (stage == Stage.AWAITED) {
                takeHead(headers);
            } else {
                takeTrailers(headers);
            }
        } else if (message instanceof Http2DataFrame data) {
            takeData(data);
        } else {
            ReferenceCountUtil.release(message); // unknown frame types are ignored (RFC 9113, 5.5)
        }
    }

    /** The exchange in progress. Call only for frames that arrive during one. */
    private HttpExchange current() {
        return Objects.requireNonNull(exchange, "no exchange is in progress");
    }

    /** Adds the remarks on the section that was read to the exchange in progress. */
    void noteRemarks() {
        current().addRemark(odd.takeRemarks());
    }

    private void takeHead(Http2HeadersFrame frame) throws FieldSectionRules.Malformed {
        HttpResponse response = Http2ResponseReader.read(frame.headers(), odd);
        noteRemarks();
        MessageTrace.of(listener).headReceived(exchange, response);
        if (response.status() < 200) {
            takeInterim(response, frame.isEndStream());
        } else if (webSocket && response.status() / 100 == 2) {
            takeAgreement(response, frame.isEndStream());
        } else {
            body.checkHead(response, frame.isEndStream());
            stage = Stage.STREAMING;
            current().responseHead(response);
            if (frame.isEndStream()) {
                takeEnd(null);
            }
        }
    }

    private void takeInterim(HttpResponse response, boolean last) throws FieldSectionRules.Malformed {
        if (response.status() == 101 || last) {
            throw new FieldSectionRules.Malformed("an interim response is 101, or ends the stream");
        }
        String excess = interims.countInterim(response.headers());
        if (excess != null) {
            throw new FieldSectionRules.Malformed(excess);
        }
        current().responseInterim(response.ended(Body.NONE, null, response.started()));
    }

    private void takeAgreement(HttpResponse response, boolean last) throws FieldSectionRules.Malformed {
        if (last) {
            throw new FieldSectionRules.Malformed("it agrees to a WebSocket and ends the stream");
        }
        stage = Stage.WEB_SOCKET;
        current().responseHead(response);
        if (exchange != null) {
            exchange.responseEnd(null);
        }
    }

    private void takeData(Http2DataFrame frame) throws FieldSectionRules.Malformed {
        ByteBuf data = frame.content();
        String wrong = stage == Stage.AWAITED ? "its body comes before its head" : body.checkData(data.readableBytes());
        if (wrong != null) {
            data.release();
            throw new FieldSectionRules.Malformed(wrong);
        }
        if (data.isReadable()) {
            MessageTrace.of(listener).dataReceived(exchange, data.readableBytes());
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
        FieldSectionRules.checkTrailers(trailers, odd);
        noteRemarks();
        takeEnd(trailers.isEmpty() ? null : trailers);
    }

    private void takeEnd(@Nullable Headers trailers) throws FieldSectionRules.Malformed {
        if (exchange == null) {
            return;
        }
        String wrong = body.checkEnd();
        if (wrong != null) {
            throw new FieldSectionRules.Malformed(wrong);
        }
        stage = Stage.ENDED;
        MessageTrace.of(listener).endReceived(exchange, trailers);
        exchange.responseEnd(trailers);
    }

    /** Passes on the frames that arrived after the agreement to a WebSocket. */
    void passEarlyFrames(ChannelHandlerContext context) {
        while (!early.isEmpty()) {
            context.fireChannelRead(early.remove());
        }
    }

    void discardEarlyFrames() {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }
}
