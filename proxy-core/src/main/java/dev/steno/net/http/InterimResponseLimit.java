package dev.steno.net.http;

import dev.steno.flow.Headers;
import dev.steno.net.settings.ProxySettings;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the number and the total bytes of the interim responses (1xx, RFC 9110, 15.2) that a server sends before the final
 * response, since all of them are kept with the flow. Owned by the upstream end of an exchange, on its event loop.
 */
public final class InterimResponseLimit {
    /** Upper bound on interim responses before the final one. */
    static final int MOST = 100;

    /** Upper bound on their bytes in total, counted as HTTP/2 counts field sections (RFC 9113, 10.5.1). */
    static final int BYTES = ProxySettings.MAX_HEADERS;

    private static final int PER_FIELD = 32;

    private int count;
    private long bytes;

    /** Resets the counts for the next exchange. */
    public void reset() {
        count = 0;
        bytes = 0;
    }

    /** Counts one interim response. Returns the limit that it exceeds, as a sentence; null if none. */
    @Nullable
    public String countInterim(Headers fields) {
        if (++count > MOST) {
            return "more than " + MOST + " interim responses without a final one";
        }
        bytes += PER_FIELD;
        for (int i = 0; i < fields.size(); i++) {
            bytes += PER_FIELD + fields.name(i).length() + fields.value(i).length();
        }
        return bytes > BYTES ? "its interim responses have more than " + (BYTES >> 10) + " KiB in total" : null;
    }
}
