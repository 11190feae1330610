package dev.steno.net.http;

/**
 * Detects that a request which is buffered until it is complete has stopped arriving. No server is involved yet, so no other timer
 * would end the exchange. Called once a second, on the connection's event loop.
 */
final class StalledRequestDetector {
    private long seen = -1;
    private long since;

    /**
     * Compares with the previous call.
     *
     * @param gathered bytes buffered so far; below 0 if no request is being buffered
     * @param read whether the client is read; a pause of ours does not count as silence
     * @param limit nanoseconds
     */
    boolean isStalled(long gathered, boolean read, long limit) {
        long now = System.nanoTime();
        if (gathered < 0 || gathered != seen || !read) {
            seen = gathered;
            since = now;
        }
        return gathered >= 0 && now - since >= limit;
    }
}
