package dev.steno.interop.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Remembers the names of fields, so that one that repeats costs no object. For one thread. */
final class JsonNames {
    private static final int SLOTS = 1024;
    private static final int LONGEST = 48;

    private final byte[][] keys = new byte[SLOTS][];
    private final String[] names = new String[SLOTS];

    /** Returns the name up to the next quote in the window; null if it does not end there, or is not short and plain. */
    @Nullable
    String read(ByteWindow window) {
        byte[] bytes = window.bytes;
        int start = window.at;
        int stop = Math.min(window.end, start + LONGEST);
        int hash = 0;
        int at = start;
        for (; at < stop; at++) {
            byte b = bytes[at];
            if (b == '"') {
                window.at = at + 1;
                return named(bytes, start, at - start, hash);
            }
            if (b == '\\' || b < 0) {
                return null;
            }
            hash = hash * 31 + b;
        }
        return null;
    }

    private String named(byte[] bytes, int start, int length, int hash) {
        int slot = (hash ^ hash >>> 10 ^ hash >>> 20) & SLOTS - 1;
        byte[] key = keys[slot];
        if (key != null && key.length == length && matches(key, bytes, start)) {
            return names[slot];
        }
        String name = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        keys[slot] = name.getBytes(StandardCharsets.ISO_8859_1);
        names[slot] = name;
        return name;
    }

    private static boolean matches(byte[] key, byte[] bytes, int start) {
        for (int i = 0; i < key.length; i++) {
            if (key[i] != bytes[start + i]) {
                return false;
            }
        }
        return true;
    }
}
