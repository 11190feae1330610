package dev.steno.websocket;

import java.util.List;
import java.util.Locale;

/**
 * The extensions negotiated in {@code Sec-WebSocket-Extensions} (RFC 6455, 9; RFC 7692, 7). Window sizes are ignored,
 * since an inflater with the largest window can read any stream. Immutable; any thread.
 *
 * @param deflate whether messages may be compressed
 * @param clientTakeover whether the client keeps its compression context between messages (RFC 7692, 7.1.1)
 * @param serverTakeover whether the server keeps its compression context between messages
 * @param others whether extensions were negotiated that Steno does not support
 */
public record Compression(boolean deflate, boolean clientTakeover, boolean serverTakeover, boolean others) {
    /** No extension was negotiated. */
    public static final Compression NONE = new Compression(false, false, false, false);

    /** @param fields the values of all fields of that name in the response, in order */
    public static Compression agreed(List<String> fields) {
        boolean deflate = false;
        boolean others = false;
        boolean client = true;
        boolean server = true;
        for (String field : fields) {
            for (String extension : field.split(",", -1)) {
                String[] words = extension.toLowerCase(Locale.ROOT).split(";", -1);
                String name = words[0].strip();
                if (!name.equals("permessage-deflate")) {
                    others |= !name.isEmpty();
                    continue;
                }
                deflate = true;
                for (int i = 1; i < words.length; i++) {
                    client &= !words[i].strip().equals("client_no_context_takeover");
                    server &= !words[i].strip().equals("server_no_context_takeover");
                }
            }
        }
        return new Compression(deflate, deflate && client, deflate && server, others);
    }
}
