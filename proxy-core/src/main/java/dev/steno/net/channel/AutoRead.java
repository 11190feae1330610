package dev.steno.net.channel;

import io.netty.channel.Channel;

/** Turns reading from a channel on or off. On its event loop. */
public final class AutoRead {
    private AutoRead() {}

    /** Changes the channel's setting only if it differs, since a change may cost a system call. */
    public static void set(Channel channel, boolean wanted) {
        if (channel.isActive() && channel.config().isAutoRead() != wanted) {
            channel.config().setAutoRead(wanted);
        }
    }
}
