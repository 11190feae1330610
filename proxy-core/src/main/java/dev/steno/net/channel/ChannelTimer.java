package dev.steno.net.channel;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Timers that end with what they are for: an expired or closed connection is not kept on the heap until one is due. On its event loop. */
public final class ChannelTimer {
    private ChannelTimer() {}

    /**
     * Closes a channel after a while, unless it is closed before. Called at most a few times for one channel.
     *
     * @param action closes it
     */
    public static void closeAfter(Channel channel, long delay, TimeUnit unit, Runnable action) {
        Future<?> due = channel.eventLoop().schedule(action, delay, unit);
        channel.closeFuture().addListener(closed -> due.cancel(false));
    }
}
