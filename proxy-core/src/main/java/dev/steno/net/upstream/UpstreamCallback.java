package dev.steno.net.upstream;

import dev.steno.net.channel.Failures;
import dev.steno.net.http.UpstreamChannel;

/** Called once, on the event loop, with a connection or with the failure. The connection does not read yet. */
public interface UpstreamCallback {
    void connected(UpstreamChannel upstream);

    void failed(Failures.Failure failure);
}
