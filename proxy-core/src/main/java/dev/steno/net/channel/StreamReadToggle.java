package dev.steno.net.channel;

import io.netty.channel.Channel;

/**
 * Turns reading from an HTTP/2 or QUIC stream on and off. Turning auto-read on delivers queued frames synchronously and would
 * re-enter the caller, so it is deferred to the next loop iteration. On its event loop.
 */
public final class StreamReadToggle {
    private final Channel stream;
    private boolean wanted = true;
    private boolean resuming;

    public StreamReadToggle(Channel stream) {
        this.stream = stream;
    }

    public void set(boolean reads) {
        wanted = reads;
        if (!reads) {
            AutoRead.set(stream, false);
        } else if (!resuming && !stream.config().isAutoRead()) {
            resuming = true;
            stream.eventLoop().execute(() -> {
                resuming = false;
                if (wanted) {
                    AutoRead.set(stream, true);
                }
            });
        }
    }
}
