package dev.steno.web.live;

import dev.steno.json.Json;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of one live channel. Nothing is accepted before the first message, which has the token and must arrive
 * within 5 s. A client that sends nothing for 60 s, not even the answer to a ping, is gone. For the channel's event loop.
 */
final class LiveHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(LiveHandler.class);

    private static final long HELLO_SECONDS = 5;

    /** How long a client that reads nothing, or does not close in its turn, can delay the end of its channel. */
    private static final long FAREWELL_SECONDS = 2;

    private static final int LARGEST_HELLO = 1 << 10;
    private static final long PING_SECONDS = 20;
    private static final long DEAD = TimeUnit.SECONDS.toNanos(60);

    /** Upper bound on messages of a client in a second. */
    static final int MOST_A_SECOND = 100;

    private final LiveChannels channels;
    private final ApiRequest opening;
    private @Nullable ChannelHandlerContext context; // set before the channel is known to others
    private @Nullable LiveConnection connection;
    private long heardAt = System.nanoTime();
    private long second = System.nanoTime();
    private int messages;
    private boolean isClosing;

    LiveHandler(LiveChannels channels, ApiRequest opening) {
        this.channels = channels;
        this.opening = opening;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        channels.opened(this);
        ctx.channel().closeFuture().addListener(closed -> channels.closed(this));
        ctx.executor()
                .schedule(
                        () -> {
                            if (connection == null) {
                                end(ctx, "no hello came within " + HELLO_SECONDS + " s");
                            }
                        },
                        HELLO_SECONDS,
                        TimeUnit.SECONDS);
        ctx.executor().schedule(() -> ping(ctx), PING_SECONDS, TimeUnit.SECONDS);
    }

    private void ping(ChannelHandlerContext ctx) {
        if (!ctx.channel().isActive()) {
            return;
        }
        if (System.nanoTime() - heardAt > DEAD) {
            ctx.close();
            return;
        }
        ctx.writeAndFlush(new PingWebSocketFrame());
        ctx.executor().schedule(() -> ping(ctx), PING_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        heardAt = System.nanoTime();
        if (isClosing) {
            if (frame instanceof CloseWebSocketFrame) {
                ctx.close();
            }
            return;
        }
        if (frame instanceof TextWebSocketFrame text) {
            if (isTooMany()) {
                end(ctx, "more than " + MOST_A_SECOND + " messages in a second");
                return;
            }
            try {
                receive(ctx, ByteBufUtil.getBytes(text.content()));
            } catch (ApiProblem problem) {
                end(ctx, problem.detail());
            }
        } else if (frame instanceof PingWebSocketFrame) {
            ctx.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof CloseWebSocketFrame) {
            isClosing = true;
            ctx.writeAndFlush(frame.retain()).addListener(ChannelFutureListener.CLOSE);
        } else if (!(frame instanceof PongWebSocketFrame)) {
            end(ctx, "messages must be text");
        }
    }

    private boolean isTooMany() {
        long now = System.nanoTime();
        if (now - second > TimeUnit.SECONDS.toNanos(1)) {
            second = now;
            messages = 0;
        }
        return ++messages > MOST_A_SECOND;
    }

    private void receive(ChannelHandlerContext ctx, byte[] text) {
        LiveConnection open = connection;
        if (open != null) {
            open.receive(LiveRequest.parse(text));
            return;
        }
        if (text.length > LARGEST_HELLO) {
            throw ApiProblem.badRequest("the first message is longer than " + LARGEST_HELLO + " bytes");
        }
        LiveRequest hello = LiveRequest.parse(text);
        if (!hello.type().equals("hello")) {
            throw ApiProblem.badRequest("the first message must be hello, not " + hello.type());
        }
        channels.parts().guard().checkToken(opening, hello.text("token", ""));
        connection = LiveConnection.open(channels, new Sender(ctx));
    }

    /** Ends the channel, and waits until it is closed, up to a few seconds. Any thread but the event loop. */
    void end(String reason) {
        ChannelHandlerContext ctx = Objects.requireNonNull(context, "an open channel");
        try {
            ctx.executor().execute(() -> end(ctx, reason));
        } catch (RejectedExecutionException e) {
            LOG.debug("the API has stopped", e);
            return;
        }
        if (!ctx.channel().closeFuture().awaitUninterruptibly(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
            ctx.close();
        }
    }

    private void end(ChannelHandlerContext ctx, String reason) {
        if (isClosing) {
            return;
        }
        isClosing = true;
        byte[] bye = Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("t", "bye");
            json.writeStringProperty("reason", reason);
            json.writeEndObject();
        });
        ctx.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(bye)));
        ctx.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.POLICY_VIOLATION, ""));
        // The client closes next. A close with unread bytes of it would be a reset, which takes away what was sent
        // last.
        ctx.executor().schedule(() -> ctx.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        isClosing = true;
        if (connection != null) {
            connection.close();
        }
        ctx.fireChannelInactive();
    }

    /** A peer's reset, or bytes that are not frames. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("a live channel ends", cause);
        ctx.close();
    }

    private final class Sender implements Outlet {
        private final ChannelHandlerContext ctx;

        Sender(ChannelHandlerContext ctx) {
            this.ctx = ctx;
        }

        @Override
        public void send(byte[] json) {
            if (!isClosing) {
                ctx.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(json)));
            }
        }

        @Override
        public boolean hasRoom() {
            return ctx.channel().isWritable();
        }

        @Override
        public void execute(Runnable task) {
            try {
                ctx.executor().execute(() -> run(task));
            } catch (RejectedExecutionException e) {
                LOG.debug("the API has stopped", e);
            }
        }

        @Override
        public void schedule(Runnable task, long delay, TimeUnit unit) {
            if (!isClosing) {
                ctx.executor().schedule(() -> run(task), delay, unit);
            }
        }

        private void run(Runnable task) {
            if (isClosing) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("internal error: a live channel failed; please report it with the trace below", e);
                end(ctx, "internal error; the log says more");
            }
        }
    }
}
