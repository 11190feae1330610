package dev.steno.web.server;

import dev.steno.store.SessionException;
import dev.steno.text.FileErrors;
import dev.steno.web.guard.Guard;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Router;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of one connection, one after the other: checks each on the event loop, then lets its resource
 * answer on another thread. It reads on meanwhile, since a connection that the client closes is only noticed by a read.
 */
final class ApiHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);

    /** Upper bound on the requests of a connection that wait for an answer; it is closed if a client sends more. */
    private static final int PIPELINED = 32;

    private final Router router;
    private final Guard guard;
    private final ExecutorService threads;
    private final @Nullable WebSocketService sockets;
    private final Writability writability = new Writability();
    private boolean answering;

    /** Requests that arrived before the answer to the one before them; no read follows while there are any. */
    private final Deque<FullHttpRequest> early = new ArrayDeque<>(0);

    ApiHandler(Router router, Guard guard, ExecutorService threads, @Nullable WebSocketService sockets) {
        this.sockets = sockets;
        this.router = router;
        this.guard = guard;
        this.threads = threads;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest message) {
        if (answering && early.size() == PIPELINED) {
            ctx.close();
        } else if (answering) {
            early.add(message.retain());
        } else {
            begin(ctx, message);
        }
    }

    private void begin(ChannelHandlerContext ctx, FullHttpRequest message) {
        answering = true;
        ctx.pipeline().get(RequestDeadlineHandler.class).arrived();
        boolean keepAlive = HttpUtil.isKeepAlive(message);
        ApiResponseWriter writer = new ApiResponseWriter(
                ctx, writability, keepAlive, message.method().name().equals("HEAD"));
        ApiRequest request;
        try {
            request = RequestReader.read(
                    message,
                    OpenConnections.address(ctx.channel()),
                    () -> !ctx.channel().isActive());
            if (sockets != null && sockets.serves(request.path())) {
                upgrade(ctx, message, request, sockets);
                return;
            }
            guard.check(request);
        } catch (ApiProblem problem) {
            closeUpload(message);
            writer.writeSoon(problem.response());
            return;
        }
        try {
            threads.execute(() -> answer(message, request, writer));
        } catch (RejectedExecutionException e) {
            closeUpload(message);
            writer.writeSoon(ApiProblem.of(503, "too many requests at once; try again later")
                    .response());
        }
    }

    private static void closeUpload(FullHttpRequest message) {
        if (message instanceof UploadRequest upload) {
            upload.stream().close();
        }
    }

    private void upgrade(ChannelHandlerContext ctx, FullHttpRequest message, ApiRequest request, WebSocketService to) {
        guard.checkWebSocket(request);
        WebSocketUpgrade.check(message);
        WebSocketUpgrade.upgrade(ctx, message, to.accept(request));
    }

    private void answer(FullHttpRequest message, ApiRequest request, ApiResponseWriter writer) {
        try {
            ApiResponse response;
            try {
                response = router.answer(request);
            } catch (ApiProblem problem) {
                response = problem.response();
            } catch (ProtocolException e) { // of an upload that is read while the request is answered
                response = ApiProblem.of(400, String.valueOf(e.getMessage())).response();
            } catch (IOException e) {
                response = failed(e).response();
            } finally {
                closeUpload(message);
            }
            writer.write(response);
        } catch (RuntimeException e) {
            LOG.error("internal error: {} {} failed; please report this", request.method(), request.path(), e);
            writer.fail();
        }
    }

    private static ApiProblem failed(IOException e) {
        if (e instanceof SessionException session && session.isAway()) {
            return ApiProblem.of(503, FileErrors.named(e)).withHeader("retry-after", "1");
        }
        if (e instanceof SessionException session && session.isRefused()) {
            return ApiProblem.of(403, FileErrors.named(e));
        }
        return ApiProblem.of(500, FileErrors.named(e));
    }

    /** The response has left, and the connection stays open: takes the next request, or waits for one. */
    void answered(ChannelHandlerContext ctx) {
        if (!ctx.channel().isActive()) {
            return; // closed meanwhile, and its handlers are removed
        }
        answering = false;
        ctx.pipeline().get(RequestDeadlineHandler.class).answered(ctx.pipeline().context(RequestDeadlineHandler.class));
        FullHttpRequest waiting = early.poll();
        if (waiting == null) {
            ctx.read();
            return;
        }
        try {
            begin(ctx, waiting);
        } finally {
            waiting.release();
        }
        if (early.isEmpty()) {
            ctx.read(); // the body, if it is an upload
        }
    }

    /**
     * Reads on unless requests wait: what arrived may have been a part of a request or of a TLS handshake, and only a read
     * notices that the client has closed the connection.
     */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (early.isEmpty()) {
            ctx.read();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        writability.changed();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        writability.changed();
        ctx.fireChannelInactive();
    }

    /** The channel is closed, or has become a WebSocket: the requests that still wait are not answered. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        early.forEach(FullHttpRequest::release);
        early.clear();
    }

    /** A peer's reset, or bytes that are not HTTP. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
