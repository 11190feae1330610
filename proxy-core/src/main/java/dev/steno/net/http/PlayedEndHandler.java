package dev.steno.net.http;

import dev.steno.flow.WebSocketSource.Step;
import dev.steno.net.conn.ClientConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One end of a relayed stream that has no peer: it is played step by step, behind a channel without a socket. To the relay it is
 * a connection like any other: what is written to it is received, and its steps arrive as what a peer sends. A step is asked for
 * when the relay reads. On the event loop of the client's connection.
 */
public abstract class PlayedEndHandler extends ChannelDuplexHandler {
    protected final ClientConnection client;

    private final Channel channel;
    private boolean asking; // a step was asked for and not taken yet
    private boolean over; // no further step is taken
    private long stepped; // when the previous step was due; a pause begins then, so that delays do not add up

    /** @param channel has no socket, and gets this handler as its first one */
    protected PlayedEndHandler(ClientConnection client, Channel channel) {
        this.client = client;
        this.channel = channel;
    }

    /** The channel that the relay joins. */
    public final Channel channel() {
        return channel;
    }

    // ---- what each end implements

    /** Asks for the next step; null if none can be asked for yet. */
    protected abstract @Nullable CompletionStage<@Nullable Step> ask();

    /** Takes a step; null ends the connection. {@link #askNext} follows if there are more. */
    protected abstract void perform(@Nullable Step step);

    /** The next step cannot be told. */
    protected abstract void failed(Throwable why);

    /** Data that the other end has sent. The array may be modified. */
    protected abstract void received(byte[] data);

    // ---- steps

    /** The first step may be asked for. */
    protected final void begin() {
        stepped = System.nanoTime();
        askNext();
    }

    /** The relay reads on. */
    @Override
    public final void read(ChannelHandlerContext context) {
        askNext();
    }

    /** Asks for the next step, unless one is awaited, or the relay does not read. */
    protected final void askNext() {
        if (asking || over || !channel.isActive() || !channel.config().isAutoRead()) {
            return;
        }
        CompletionStage<@Nullable Step> next = ask();
        if (next != null) {
            asking = true;
            next.whenComplete((step, error) -> soon(() -> take(step, error)));
        }
    }

    private void take(@Nullable Step step, @Nullable Throwable error) {
        if (error != null) {
            asking = false;
            if (isOpen()) {
                failed(error);
            }
            return;
        }
        long now = System.nanoTime();
        if (step == null || step.pause() <= 0) {
            stepped = now;
            performIfOpen(step);
        } else {
            stepped = Math.max(stepped + step.pause(), now - step.pause()); // late steps do not catch up by a burst
            client.loop().schedule(() -> performIfOpen(step), stepped - now, TimeUnit.NANOSECONDS);
        }
    }

    private void performIfOpen(@Nullable Step step) {
        asking = false;
        if (isOpen()) {
            perform(step);
        }
    }

    /** Whether further steps may be taken. */
    protected final boolean isOpen() {
        return !over && channel.isActive();
    }

    /** No further step is taken. */
    protected final void takeNoFurtherStep() {
        over = true;
    }

    // ---- what is sent and received

    /** Passes data to the relay, as if it had been read from a peer. */
    protected final void send(byte[] data) {
        ChannelHandlerContext context = channel.pipeline().context(this);
        if (context != null) {
            context.fireChannelRead(Unpooled.wrappedBuffer(data));
            context.fireChannelReadComplete();
        }
    }

    /** Tells the relay that no more data follows. */
    protected final void endInput() {
        ChannelHandlerContext context = channel.pipeline().context(this);
        if (context != null && channel.isActive()) {
            context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    /** Ends the connection in order. */
    protected final void end() {
        over = true;
        endInput();
        channel.close();
    }

    @Override
    public final void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf data && data.isReadable()) {
            byte[] bytes = new byte[data.readableBytes()];
            data.getBytes(data.readerIndex(), bytes);
            received(bytes);
        }
        ReferenceCountUtil.release(message);
        promise.trySuccess();
    }

    /** Deferred: the caller may be within the relay, which would be re-entered. */
    protected final void soon(Runnable task) {
        try {
            client.loop().execute(task);
        } catch (RejectedExecutionException e) {
            // the proxy has stopped, and with it the stream
        }
    }
}
