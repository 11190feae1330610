package dev.steno.mock.key;

import dev.steno.flow.HttpRequest;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes: method, scheme, host, port and path without query, as a hash of 64 bits (FNV-1a with a final mix),
 * computed from a request or from the columns of a recorded flow. Flows with equal hashes are only candidates: what else must
 * be equal is compared by {@link RequestParts}. Pure functions.
 */
public final class RequestPlace {
    /** The columns from which the hash is computed. */
    public static final List<FlowColumn> COLUMNS =
            List.of(FlowColumns.METHOD, FlowColumns.SCHEME, FlowColumns.HOST, FlowColumns.PORT, FlowColumns.PATH);

    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private RequestPlace() {}

    /** Returns the hash of a request. */
    public static long of(HttpRequest request, MatchRules rules) {
        return of(request.method(), request.scheme(), request.host(), request.port(), request.path(), rules);
    }

    /**
     * Returns the hash of a request with these parts.
     *
     * @param path with the query, which does not count
     */
    public static long of(String method, String scheme, String host, int port, String path, MatchRules rules) {
        long hash = put(put(BASIS, method, false), scheme, false);
        hash = rules.host() ? put(hash, host, true) : hash;
        hash = rules.port() ? putPort(hash, port) : hash;
        int question = path.indexOf('?');
        String place = question < 0 ? path : path.substring(0, question);
        return mixed(put(hash, rules.loose() ? LooseText.of(place) : place, false));
    }

    /** Returns the hash of a block's current flow; it has the {@link #COLUMNS}. */
    public static long of(ColumnBlock flow, MatchRules rules) {
        long hash = put(put(BASIS, flow, FlowColumns.METHOD, false), flow, FlowColumns.SCHEME, false);
        hash = rules.host() ? put(hash, flow, FlowColumns.HOST, true) : hash;
        hash = rules.port() ? putPort(hash, (int) flow.number(FlowColumns.PORT)) : hash;
        String loose = rules.loose() ? loose(flow) : null;
        if (loose != null) {
            return mixed(put(hash, loose, false));
        }
        byte[] bytes = flow.bytes();
        int start = flow.start(FlowColumns.PATH);
        int end = start + flow.length(FlowColumns.PATH);
        for (int i = start; i < end && bytes[i] != '?'; i++) {
            hash = put(hash, bytes[i]);
        }
        return mixed(put(hash, '\n'));
    }

    private static @Nullable String loose(ColumnBlock flow) {
        byte[] bytes = flow.bytes();
        int start = flow.start(FlowColumns.PATH);
        int end = start + flow.length(FlowColumns.PATH);
        int question = start;
        boolean encoded = false;
        while (question < end && bytes[question] != '?') {
            encoded |= bytes[question] == '%';
            question++;
        }
        return encoded ? LooseText.of(new String(bytes, start, question - start, StandardCharsets.UTF_8)) : null;
    }

    private static long put(long hash, int b) {
        return (hash ^ b & 0xff) * PRIME;
    }

    /** The bytes are those of UTF-8, in which columns have their texts. */
    private static long put(long hash, String text, boolean lowerCase) {
        long next = hash;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                next = put(next, lowerCase && c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
            } else if (c < 0x800) {
                next = put(put(next, 0xC0 | c >> 6), 0x80 | c & 0x3F);
            } else {
                return putUtf8(hash, lowerCase ? text.toLowerCase(Locale.ROOT) : text);
            }
        }
        return put(next, '\n');
    }

    private static long putUtf8(long hash, String text) {
        long next = hash;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            next = put(next, b);
        }
        return put(next, '\n');
    }

    private static long put(long hash, ColumnBlock flow, FlowColumn.Text column, boolean lowerCase) {
        byte[] bytes = flow.bytes();
        int start = flow.start(column);
        int end = start + flow.length(column);
        long next = hash;
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            next = put(next, lowerCase && b >= 'A' && b <= 'Z' ? b + 'a' - 'A' : b);
        }
        return put(next, '\n');
    }

    private static long putPort(long hash, int port) {
        return put(put(hash, port), port >> 8);
    }

    private static long mixed(long hash) {
        long mixed = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 29;
    }
}
