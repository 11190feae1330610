package dev.steno.net.http;

/**
 * Tells whether a request that is held back until it is whole has stopped coming. No server waits for it yet, so no other watch
 * would end the exchange. Looked at once a second, on the connection's event loop.
 */
final class StalledRequestDetector {
    private long seen = -1;
    private long since;

    /**
     * Compares with the previous call.
     *
     * @param gathered bytes that are held back; below 0 if no request is
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
