package dev.steno.net;

/** Told once, on the event loop: a connection or why there is none. The connection does not read yet. */
interface UpstreamCallback {
    void connected(Upstream upstream);

    void failed(Failures.Failure failure);
}
