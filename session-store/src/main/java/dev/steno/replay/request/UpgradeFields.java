package dev.steno.replay.request;

import dev.steno.flow.Headers;
import dev.steno.websocket.AcceptKey;

/**
 * The fields that ask for a WebSocket, in the version in which they are sent: an Upgrade in HTTP/1.1 (RFC 6455, 4.1), an extended
 * CONNECT in HTTP/2 (RFC 8441, 4). Pure functions.
 */
final class UpgradeFields {
    private UpgradeFields() {}

    /** @param fields of a request in HTTP/2, without its pseudo-header fields */
    static Headers http1(Headers fields) {
        Headers asking = fields.with("Connection", "Upgrade").with("Upgrade", "websocket");
        asking = asking.contains("Sec-WebSocket-Key") ? asking : asking.with("Sec-WebSocket-Key", AcceptKey.nonce());
        return asking.contains("Sec-WebSocket-Version") ? asking : asking.with("Sec-WebSocket-Version", "13");
    }

    /** @param fields of a request in HTTP/1.1 */
    static Headers http2(Headers fields) {
        return fields.without(name -> name.equalsIgnoreCase("Connection")
                        || name.equalsIgnoreCase("Upgrade")
                        || name.equalsIgnoreCase("Sec-WebSocket-Key"))
                .insertAt(0, ":protocol", "websocket");
    }
}
