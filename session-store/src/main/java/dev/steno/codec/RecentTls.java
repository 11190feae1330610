package dev.steno.codec;

import dev.steno.flow.Tls;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * TLS sessions that were decoded last, without the times at which they were established. In all else, those with one server are
 * mostly equal, and they take a third of the time in which a flow is decoded. For one thread.
 */
public final class RecentTls {
    /** Upper bound on sessions; a power of two. */
    private static final int KEPT = 2048;

    /** Upper bound on the bytes of a session that is kept. */
    private static final int MOST_BYTES = 1024;

    /** The bytes that tell most sessions apart: the last ones, of a fingerprint. */
    private static final int HASHED = 16;

    private byte[][] encoded = new byte[0][];
    private @Nullable Tls[] decoded = new Tls[0];

    private static int place(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = Math.max(from, to - HASHED); i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return (hash ^ hash >>> 16) & KEPT - 1;
    }

    /** Returns the session of which a range is the encoded form without the time; null if it is not kept. */
    @Nullable
    Tls find(byte[] bytes, int from, int to) {
        if (encoded.length == 0) {
            return null;
        }
        int place = place(bytes, from, to);
        byte[] kept = encoded[place];
        return kept != null && Arrays.equals(kept, 0, kept.length, bytes, from, to) ? decoded[place] : null;
    }

    /** Keeps a session, in place of another. */
    void keep(byte[] bytes, int from, int to, Tls tls) {
        if (to - from > MOST_BYTES) {
            return;
        }
        if (encoded.length == 0) {
            encoded = new byte[KEPT][];
            decoded = new Tls[KEPT];
        }
        int place = place(bytes, from, to);
        encoded[place] = Arrays.copyOfRange(bytes, from, to);
        decoded[place] = tls;
    }
}
