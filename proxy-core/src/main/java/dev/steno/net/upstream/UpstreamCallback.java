package dev.steno.net.upstream;

import dev.steno.net.channel.Failures;
import dev.steno.net.http.UpstreamChannel;

/** Told once, on the event loop: a connection or why there is none. The connection does not read yet. */
public interface UpstreamCallback {
    void connected(UpstreamChannel upstream);

    void failed(Failures.Failure failure);
}
