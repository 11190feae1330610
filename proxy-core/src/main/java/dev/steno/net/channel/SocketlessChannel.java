package dev.steno.net.channel;

import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A channel that leads nowhere: it gives a pipeline and an event loop to what has no socket. It is open until it is closed,
 * takes all that is written to it, and never reads anything. Registered with any event loop.
 */
public final class SocketlessChannel extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    private final ChannelConfig config = new DefaultChannelConfig(this);
    private boolean closed;

    /** Not registered with an event loop yet. */
    public SocketlessChannel() {
        super(null);
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public boolean isActive() {
        return !closed;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
                promise.setFailure(new UnsupportedOperationException("it has no socket"));
            }
        };
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    @SuppressWarnings("NullAway") // Netty's contract: null if there is none
    protected @Nullable SocketAddress localAddress0() {
        return null;
    }

    @Override
    @SuppressWarnings("NullAway") // as above
    protected @Nullable SocketAddress remoteAddress0() {
        return null;
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException("it has no socket");
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doClose() {
        closed = true;
    }

    @Override
    protected void doBeginRead() {
        // nothing ever arrives
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer written) {
        for (Object message = written.current(); message != null; message = written.current()) {
            ReferenceCountUtil.touch(message);
            written.remove();
        }
    }
}
