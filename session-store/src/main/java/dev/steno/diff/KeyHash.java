package dev.steno.diff;

import dev.steno.compare.FoldedUrl;
import dev.steno.compare.IgnoreRule;
import dev.steno.compare.Ignored;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.nio.charset.StandardCharsets;

/**
 * Keys by which flows are paired, as hashes of 64 bits (FNV-1a with a final mix), without an object for a flow. Two keys of
 * two million are equal by chance once in ten million sessions; the comparison then shows a flow with another URL. For one
 * thread.
 */
final class KeyHash {
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private final Ignored ignored;
    private final FoldedUrl.Sink sink = this::put;
    private long hash;

    KeyHash(Ignored ignored) {
        this.ignored = ignored;
    }

    /** How much of a flow two flows must have in common. */
    enum Level {
        /** Method and whole URL. */
        EXACT,
        /** Method and URL without numbers and ids, and without parameters that are ignored. */
        FOLDED,
        /** Method and URL without its query, folded. */
        PATH,
        /** Method, path and query, folded, whatever the host. */
        ANY_HOST
    }

    private void put(int b) {
        hash = (hash ^ b & 0xff) * PRIME;
    }

    private void put(ColumnBlock flow, FlowColumn.Text column, boolean lowerCase) {
        byte[] bytes = flow.bytes();
        int start = flow.start(column);
        int end = start + flow.length(column);
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            put(lowerCase && b >= 'A' && b <= 'Z' ? b + 'a' - 'A' : b);
        }
        put('\n');
    }

    private void put(long number) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            put((int) (number >>> shift));
        }
    }

    private long result() {
        long mixed = hash ^ hash >>> 32;
        mixed *= 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 29;
    }

    /** Returns the key of a block's current flow. */
    long of(ColumnBlock flow, Level level) {
        hash = BASIS;
        put(flow, FlowColumns.METHOD, false); // empty for a raw stream
        put(flow, FlowColumns.SCHEME, false);
        if (level == Level.ANY_HOST) {
            hash = BASIS;
            put(flow, FlowColumns.METHOD, false);
        } else {
            put(flow, FlowColumns.HOST, true);
            put(flow.number(FlowColumns.PORT));
        }
        if (level == Level.EXACT) {
            put(flow, FlowColumns.PATH, false);
        } else {
            putFolded(flow, level != Level.PATH);
        }
        return result();
    }

    private void putFolded(ColumnBlock flow, boolean query) {
        byte[] bytes = flow.bytes();
        int start = flow.start(FlowColumns.PATH);
        int end = start + flow.length(FlowColumns.PATH);
        int question = start;
        while (question < end && bytes[question] != '?') {
            question++;
        }
        FoldedUrl.fold(bytes, start, question, sink);
        int pair = question + 1;
        while (query && pair < end) {
            int next = pair;
            while (next < end && bytes[next] != '&') {
                next++;
            }
            putParameter(bytes, pair, next);
            pair = next + 1;
        }
    }

    private void putParameter(byte[] bytes, int from, int to) {
        int equals = from;
        while (equals < to && bytes[equals] != '=') {
            equals++;
        }
        String name = new String(bytes, from, equals - from, StandardCharsets.ISO_8859_1);
        if (!ignored.ignores(IgnoreRule.Kind.QUERY, name)) {
            put('&');
            FoldedUrl.fold(bytes, from, to, sink);
        }
    }

    /** Returns the hash of what distinguishes exchanges with one URL: status and sizes. */
    int digest(ColumnBlock flow) {
        hash = BASIS;
        put(flow.number(FlowColumns.STATUS));
        put(flow.number(FlowColumns.REQUEST_SIZE));
        put(flow.number(FlowColumns.RESPONSE_SIZE));
        return (int) result();
    }
}
