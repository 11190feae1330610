package dev.steno.net.http1;

import dev.steno.exchange.head.HopByHop;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.websocket.AcceptKey;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/1.1 opening handshake for a WebSocket that the client requested over HTTP/2, whose handshake has no key (RFC 6455,
 * 4; RFC 8441, 5). Subprotocols and extensions are negotiated between client and server unchanged. For one request.
 */
final class WebSocketHandshake {
    private final String key = AcceptKey.nonce();

    /** The client's fields plus those that request the upgrade. */
    Headers fields(Headers headers) {
        Headers asking = headers.without(name -> name.equalsIgnoreCase("Sec-WebSocket-Key"))
                .with("Connection", "Upgrade")
                .with("Upgrade", "websocket")
                .with("Sec-WebSocket-Key", key);
        return asking.contains("Sec-WebSocket-Version") ? asking : asking.with("Sec-WebSocket-Version", "13");
    }

    /** What is wrong with a 101 response; null if it is valid. */
    @Nullable
    String fault(HttpResponse response) {
        Headers headers = response.headers();
        if (!"websocket".equalsIgnoreCase(HopByHop.upgradeToken(headers))) {
            return "it switches to a protocol other than WebSocket";
        }
        return AcceptKey.of(key).equals(headers.get("Sec-WebSocket-Accept"))
                ? null
                : "its Sec-WebSocket-Accept does not match the key that was sent (RFC 6455, 4.1)";
    }
}
