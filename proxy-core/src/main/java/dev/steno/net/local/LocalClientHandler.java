package dev.steno.net.local;

import dev.steno.addon.End;
import dev.steno.exchange.HttpExchange;
import dev.steno.exchange.body.BodyFeed;
import dev.steno.exchange.body.ExchangeLoop;
import dev.steno.flow.Body;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Times;
import dev.steno.local.ClientPart;
import dev.steno.local.LocalRequest;
import dev.steno.net.channel.ByteBufChunk;
import dev.steno.net.channel.Draining;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.NettyWire;
import dev.steno.net.http.ResponseWriter;
import dev.steno.net.http.UpstreamProvider;
import dev.steno.net.http.UpstreamStream;
import dev.steno.net.tunnel.ChannelRelay;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one exchange whose request Steno sends itself. Its body is read as fast as the server accepts it; the
 * response is read as fast as it is recorded. A WebSocket goes on as a relay whose client is played. On the event loop of its client. The exchange may end before {@link #begin}
 * returns.
 */
final class LocalClientHandler extends NettyWire implements LocalEnd {
    private final LocalRequest request;
    private final CompletableFuture<Long> began;
    private final CompletableFuture<HttpFlow> ended;
    private final UnreadResponse response;
    private @Nullable BodyFeed body;
    private @Nullable ChannelRelay relay; // of the WebSocket that the exchange continues as
    private boolean upgraded; // the server switched protocols after its response
    private boolean over;
    private volatile long queued; // written on the event loop
    private String cutOff = "the client was closed";

    LocalClientHandler(
            ClientConnection client,
            UpstreamProvider upstreams,
            LocalRequest request,
            CompletableFuture<Long> began,
            CompletableFuture<HttpFlow> ended) {
        super(client, upstreams);
        this.request = request;
        this.began = began;
        this.ended = ended;
        this.response = UnreadResponse.of(request.watch());
    }

    // ---- the request

    /** Starts the exchange. Called once, in the pipeline of a channel that is open. */
    void begin() {
        HttpRequest sent = request.request();
        startExchange(LocalHead.of(sent, request.part() != null), request.notes());
        HttpExchange exchange = current();
        reading = true; // one flush at the end of all this
        if (offersWebSocket()) {
            exchange.offersWebSocket();
        }
        exchange.beginRequest();
        began.complete(exchange.flow().id());
        if (sent.body() instanceof Body.Source source && !over) {
            body = new BodyFeed(source.source(), sent.trailers(), new Arrival(), this::bodyFailed, new ClientLoop());
        } else {
            Arrival whole = new Arrival();
            if (sent.body() instanceof Body.Inline inline && inline.size() > 0) {
                whole.data(inline.bytes());
            }
            whole.end(sent.trailers());
        }
        reading = false;
        flush();
        updateReads();
    }

    private void bodyFailed(String what) {
        if (!over) {
            FlowError error = new FlowError(FlowError.Step.REQUEST, "the body of the request " + what, Times.now());
            current().requestBroken(error, 502);
            flushSoon();
        }
    }

    /** The body as it is read, on the event loop. */
    private final class Arrival implements BodyFeed.Receiver {
        @Override
        public void data(byte[] bytes) {
            if (!over) {
                trace.dataReceived(exchange, bytes.length);
                current().requestData(new ByteBufChunk(Unpooled.wrappedBuffer(bytes)));
            }
        }

        @Override
        public void end(@Nullable Headers trailers) {
            if (!over) {
                trace.endReceived(exchange, trailers);
                current().requestEnd(trailers);
            }
        }
    }

    @Override
    protected boolean requestHasBody() {
        HttpRequest sent = request.request();
        return LocalHead.hasBody(sent) || sent.trailers() != null;
    }

    /** By an extended CONNECT (RFC 8441, 4), as requests in HTTP/2 do. */
    @Override
    protected boolean offersWebSocket() {
        return request.part() != null && request.request().headers().contains(":protocol");
    }

    @Override
    protected void waitedForConnection(long nanos) {
        queued += nanos;
    }

    @Override
    public long queued() {
        return queued;
    }

    // ---- reading

    @Override
    protected boolean wantsInput(boolean admitted, boolean bodyTaken) {
        return !over && admitted && bodyTaken;
    }

    @Override
    protected void readClient(boolean wanted) {
        super.readClient(wanted);
        if (body != null) {
            body.setWanted(wanted);
        }
    }

    // ---- the response

    @Override
    protected ResponseWriter response() {
        return response;
    }

    @Override
    protected void flushClient() {
        // nothing is written
    }

    /** Whether a reset of the server is recorded as one, as it is for a client of HTTP/2. */
    @Override
    public boolean tells(Http2Error code) {
        return !request.request().version().startsWith("HTTP/1.");
    }

    @Override
    public void upgraded() {
        upgraded = true;
    }

    // ---- ends

    @Override
    public void abortClient(End end) {
        finish(current());
    }

    @Override
    public void exchangeDone() {
        HttpExchange done = current();
        UpstreamStream served = upstream;
        ClientPart part = request.part();
        upstream = null;
        if (served != null && part != null && done.isWebSocket()) {
            continueAsWebSocket(served, done, part);
            return;
        }
        if (served != null && (upgraded || done.isWebSocket())) {
            served.detach();
            served.close(); // there is no client that would speak the other protocol
        } else if (served != null) {
            releaseUpstream(served, done);
        }
        if (done.isWebSocket()) {
            broken(done);
        }
        finish(done);
    }

    private void continueAsWebSocket(UpstreamStream served, HttpExchange done, ClientPart part) {
        served.flush();
        Channel own = context.channel();
        PlayedSocketHandler played =
                new PlayedSocketHandler(client, own, part, done::addRemark, why -> cutRelay(why, done));
        context.pipeline().addAfter(context.name(), HandlerNames.PLAYED, played);
        ChannelRelay joined = ChannelRelay.join(client.ofStream(own), served.channel(), done::startWebSocket);
        relay = joined;
        joined.whenFinished(() -> finish(done));
        own.closeFuture().addListener(closed -> soon(() -> finishIfClosed(done)));
        context.pipeline().remove(this);
        played.beginPlay(); // before messages are relayed that came with the server's 101
        served.handOver();
        joined.startReading();
    }

    /** A person or a handler ended the WebSocket; otherwise the relay tells. */
    private void finishIfClosed(HttpExchange done) {
        if (done.flow().state() != FlowState.OPEN) {
            finish(done);
        }
    }

    private void cutRelay(String why, HttpExchange done) {
        if (relay != null) {
            relay.cutOff(why);
            finish(done);
        }
    }

    private void soon(Runnable task) {
        try {
            client.loop().execute(task);
        } catch (RejectedExecutionException e) {
            // the proxy has stopped, and with it the exchange
        }
    }

    private void finish(HttpExchange done) {
        if (over) {
            return;
        }
        over = true;
        if (body != null) {
            body.close();
        }
        ended.complete(done.flow());
        if (relay == null) { // a relay closes the channel itself
            client.loop().execute(context::close); // deferred: the caller is still unwinding
        }
    }

    @Override
    public void cancel(String why) {
        cutOff = why;
        close();
    }

    @Override
    public void close() {
        if (relay == null) {
            context.close();
        } else {
            cutRelay(cutOff, current());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        if (!over) {
            over = true;
            if (body != null) {
                body.close();
            }
            HttpExchange cut = current();
            cut.clientGone(new FlowError(FlowError.Step.RELAY, cutOff, Times.now()));
            ended.complete(cut.flow());
        }
    }

    @Override
    public void tell(Object event) {
        if (relay != null) {
            context.channel().pipeline().fireUserEventTriggered(event);
        } else if (event == Draining.GRACE_OVER) {
            cutOff = Draining.CUT_OFF;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        UnexpectedErrors.log(cause);
        cancel("internal error: " + cause);
    }

    /** Where the body is read and delivered. */
    private final class ClientLoop implements ExchangeLoop {
        @Override
        public Executor blocking() {
            return client.proxy().addons().sources();
        }

        @Override
        public void soon(Runnable task) {
            LocalClientHandler.this.soon(task);
        }

        @Override
        public Future<?> later(long nanos, Runnable task) {
            return client.loop().schedule(task, nanos, TimeUnit.NANOSECONDS);
        }
    }
}
