package dev.steno.replay.request;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
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

    /** @param request in HTTP/1.1 */
    static Headers http2(HttpRequest request) {
        String host = request.headers().get("Host");
        String authority = host == null ? request.host() + ":" + request.port() : host;
        return request.headers()
                .without(UpgradeFields::isOfHttp1)
                .insertAt(0, ":authority", authority)
                .insertAt(0, ":path", request.path())
                .insertAt(0, ":scheme", request.scheme())
                .insertAt(0, ":protocol", "websocket")
                .insertAt(0, ":method", "CONNECT");
    }

    private static boolean isOfHttp1(String name) {
        return name.equalsIgnoreCase("Host")
                || name.equalsIgnoreCase("Connection")
                || name.equalsIgnoreCase("Upgrade")
                || name.equalsIgnoreCase("Sec-WebSocket-Key");
    }
}
