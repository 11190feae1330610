package dev.steno.net.channel;

import io.netty.channel.Channel;

/**
 * Turns the reading of a stream of HTTP/2 or QUIC on and off. A stream that is read again hands on what waits at once: here later,
 * since whoever asks is in the midst of something. On its event loop.
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
