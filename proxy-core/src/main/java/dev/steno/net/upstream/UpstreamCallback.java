package dev.steno.net.upstream;

import dev.steno.net.channel.Failures;
import dev.steno.net.http.UpstreamChannel;

/** Receives a connection or the failure: one method is called, once, on the event loop. The connection's auto-read is off. */
public interface UpstreamCallback {
    void connected(UpstreamChannel upstream);

    void connectFailed(Failures.Failure failure);
}
