package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.net.channel.EarlyBytes;
import dev.steno.net.channel.Failures;
import dev.steno.net.mode.NextProxy;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the next proxy for a tunnel to a server. Bytes after the proxy's last reply are the server's; they are buffered until a
 * reader is added. Confined to the connection's event loop. Every failure is reported once and closes the connection.
 */
abstract class NextProxyHandshake extends ChannelDuplexHandler {
    final NextProxy proxy;
    final Endpoint target;
    private final long patienceMillis;
    private final Consumer<Failures.@Nullable Failure> done;
    private ChannelHandlerContext context; // set when the handler is added
    private final EarlyBytes early = new EarlyBytes();
    private Future<?> late;
    private boolean over;

    /**
     * @param patienceMillis how long the handshake may take
     * @param done called once: null if the tunnel is established, otherwise the failure
     */
    NextProxyHandshake(
            NextProxy proxy, Endpoint target, long patienceMillis, Consumer<Failures.@Nullable Failure> done) {
        this.proxy = proxy;
        this.target = target;
        this.patienceMillis = patienceMillis;
        this.done = done;
    }

    /** Sends the first message. */
    abstract void sendGreeting();

    /** Reads the complete messages among the bytes received; {@link #succeed} or {@link #fail} ends the handshake. */
    abstract void readReply(ByteBuf bytes);

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        late = added.executor()
                .schedule(() -> fail(504, "did not answer in time (timed out)"), patienceMillis, TimeUnit.MILLISECONDS);
        sendGreeting();
        added.channel().config().setAutoRead(true);
    }

    final void send(ByteBuf bytes) {
        context.writeAndFlush(bytes, context.voidPromise());
    }

    final ByteBuf buffer() {
        return context.alloc().buffer(256);
    }

    private void markOver() {
        over = true;
        late.cancel(false);
    }

    final void succeed() {
        if (!over) {
            markOver();
            context.channel().config().setAutoRead(false);
            done.accept(null);
        }
    }

    /** @param why follows the proxy's address */
    final void fail(int status, String why) {
        if (!over) {
            markOver();
            context.close();
            done.accept(Failures.of(FlowError.Step.CONNECT, status, "the next proxy, " + proxy.address() + ", " + why));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        if (!(message instanceof ByteBuf data)) {
            ReferenceCountUtil.release(message);
            return;
        }
        early.append(context, data);
        if (!over) {
            readReply(early.peek());
        }
    }

    /** After the handshake, the first read passes on the server's early bytes and removes this handler. */
    @Override
    public void read(ChannelHandlerContext self) {
        if (!over) {
            self.read();
            return;
        }
        early.passOn(self);
        self.read();
        if (!self.isRemoved()) {
            self.pipeline().remove(this);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext self, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !over) {
            fail(502, "closed the connection before it answered");
        } else {
            self.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext self) {
        fail(502, "closed the connection before it answered");
        self.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        late.cancel(false);
        early.releaseBytes();
    }
}
