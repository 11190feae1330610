package dev.steno.net.channel;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Timers that are cancelled when their channel closes, so that they do not keep it on the heap until they are due. On its event
 * loop.
 */
public final class ChannelTimer {
    private ChannelTimer() {}

    /**
     * Runs an action that closes a channel, after a delay, unless the channel is closed before. Each call adds a listener to the
     * channel, so a channel may have a few of these timers, not one for each message.
     */
    public static void closeAfter(Channel channel, long delay, TimeUnit unit, Runnable action) {
        Future<?> due = channel.eventLoop().schedule(action, delay, unit);
        channel.closeFuture().addListener(closed -> due.cancel(false));
    }
}
