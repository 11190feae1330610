package dev.steno.exchange.head;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.websocket.AcceptKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The opening handshake of a WebSocket (RFC 6455, 4; over HTTP/2: RFC 8441, 4). Pure functions. */
public final class WebSocketOffer {
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String DEFLATE = "permessage-deflate";

    /** Asks the client to compress each message by itself (RFC 7692, 7.1.1.2). */
    private static final String ALONE = "client_no_context_takeover";

    private WebSocketOffer() {}

    /** Whether a request asks for a WebSocket. */
    public static boolean isOffered(HttpRequest asked) {
        return "websocket".equalsIgnoreCase(asked.headers().get(":protocol"))
                || "websocket".equalsIgnoreCase(HopByHop.upgradeToken(asked));
    }

    /** Whether a request over HTTP/1 is of the version of the protocol that there is (RFC 6455, 4.2.1); others have none. */
    public static boolean isOfVersion13(HttpRequest asked) {
        return asked.headers().contains(":protocol")
                || elements(asked.headers(), "Sec-WebSocket-Version").contains("13");
    }

    /** Whether a request has the key whose proof it waits for; over HTTP/2 and later, it needs none. */
    public static boolean hasKey(HttpRequest asked) {
        String key = asked.headers().get("Sec-WebSocket-Key");
        return asked.headers().contains(":protocol") || key != null && !key.isBlank();
    }

    /**
     * Whether a response accepts the WebSocket that the request asks for.
     *
     * @param extendedConnect whether the client asked by an extended CONNECT
     */
    public static boolean isAccepted(HttpRequest asked, boolean extendedConnect, HttpResponse given) {
        if (extendedConnect && !given.version().startsWith("HTTP/1.")) {
            return given.status() / 100 == 2;
        }
        return given.status() == 101 && (extendedConnect || "websocket".equalsIgnoreCase(HopByHop.upgradeToken(asked)));
    }

    /**
     * A 101 whose fields fit the request: with the key's proof, with a subprotocol only if the client offers it, and with
     * permessage-deflate only if the response has it and the client offers it. The client then keeps no compression context
     * between messages.
     */
    public static HttpResponse accepted(HttpRequest asked, HttpResponse answer) {
        Headers fields = answer.headers()
                .without(name -> name.equalsIgnoreCase("Connection")
                        || name.equalsIgnoreCase("Upgrade")
                        || name.equalsIgnoreCase("Content-Length")
                        || name.equalsIgnoreCase("Sec-WebSocket-Accept")
                        || name.equalsIgnoreCase(PROTOCOL)
                        || name.equalsIgnoreCase(EXTENSIONS));
        fields = fields.with("Connection", "Upgrade").with("Upgrade", "websocket");
        String key = asked.headers().get("Sec-WebSocket-Key");
        fields = key == null ? fields : fields.with("Sec-WebSocket-Accept", AcceptKey.of(key.strip()));
        String protocol = answer.headers().get(PROTOCOL);
        if (protocol != null && elements(asked.headers(), PROTOCOL).contains(protocol.strip())) {
            fields = fields.with(PROTOCOL, protocol.strip());
        }
        String extensions = deflate(asked.headers(), answer.headers());
        fields = extensions == null ? fields : fields.with(EXTENSIONS, extensions);
        return answer.withStatus(101, "Switching Protocols").withHeaders(fields);
    }

    /**
     * The agreement to the client's first offer of permessage-deflate (RFC 7692, 7.1); null if there is none, or if the client might
     * refuse to compress each message by itself, which it must: it neither offers that, nor did the answer ask for it.
     */
    private static @Nullable String deflate(Headers asked, Headers answer) {
        String given = elements(answer, EXTENSIONS).stream()
                .filter(WebSocketOffer::isDeflate)
                .findFirst()
                .orElse(null);
        if (given == null) {
            return null;
        }
        for (String offer : elements(asked, EXTENSIONS)) {
            if (isDeflate(offer)) {
                if (!hasParameter(given, ALONE) && !hasParameter(offer, ALONE)) {
                    return null;
                }
                StringBuilder agreed = new StringBuilder(DEFLATE).append("; ").append(ALONE);
                for (String parameter : offer.split(";", -1)) {
                    String word = parameter.strip().toLowerCase(Locale.ROOT);
                    if (word.startsWith("server_")) { // what the server sends is not compressed
                        agreed.append("; ").append(word);
                    }
                }
                return agreed.toString();
            }
        }
        return null;
    }

    private static boolean hasParameter(String extension, String name) {
        return Arrays.stream(extension.split(";", -1))
                .anyMatch(word -> word.strip().equalsIgnoreCase(name));
    }

    private static boolean isDeflate(String extension) {
        return extension.split(";", -1)[0].strip().equalsIgnoreCase(DEFLATE);
    }

    private static List<String> elements(Headers headers, String name) {
        List<String> elements = new ArrayList<>();
        for (String field : headers.all(name)) {
            for (String element : field.split(",", -1)) {
                elements.add(element.strip());
            }
        }
        return elements;
    }
}
