package dev.steno.websocket;

import java.util.List;
import java.util.Locale;

/**
 * What both sides agreed upon in {@code Sec-WebSocket-Extensions} (RFC 6455, 9; RFC 7692, 7). Window sizes are of no
 * concern to a reader: the largest window reads them all.
 *
 * @param deflate whether messages may be compressed
 * @param clientTakeover whether the client's compression goes on from one message to the next
 * @param serverTakeover whether the server's does
 * @param others whether there are extensions that Steno does not know
 */
public record Compression(boolean deflate, boolean clientTakeover, boolean serverTakeover, boolean others) {
    /** No extensions. */
    public static final Compression NONE = new Compression(false, false, false, false);

    /** What a response says, from all fields of that name in their order. */
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
