package dev.steno.net.http2;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.net.http.FieldSectionRules;
import dev.steno.net.http.StreamRequestReader;
import dev.steno.net.http1.Http1Fields;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field section of HTTP/2 (RFC 9113, 8.2) as it was read, unchecked, so that a refused message can be recorded; and the
 * conversion between such sections and the domain's {@link Headers}. Confined to one event loop.
 */
public final class Http2Fields extends DefaultHttp2Headers {
    private static final List<String> ORDER = List.of(":method", ":authority", ":scheme", ":path");
    private static final List<String> NONE = List.of();

    /** Array places for the names and values of the five pseudo-header fields of a request. */
    private static final int MOST_PSEUDO = 10;

    private boolean regular;
    private boolean misplaced;

    Http2Fields(int expected) {
        super(false, expected);
    }

    /** Whether a pseudo-header field came after a regular one (RFC 9113, 8.3 forbids it); iteration hides it. */
    boolean isMisplaced() {
        return misplaced;
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        if (isPseudo(name)) {
            misplaced |= regular;
        } else {
            regular = true;
        }
        return super.add(name, value);
    }

    /**
     * Always empty, which hides the Content-Length from the codec: it would reset a stream with a wrong one before the
     * message could be recorded. {@link FieldSectionRules} checks it instead.
     */
    @Override
    public List<CharSequence> getAll(CharSequence name) {
        return List.of();
    }

    private static boolean isPseudo(CharSequence name) {
        return name.length() > 0 && name.charAt(0) == ':';
    }

    /** Reads a request's header section that the codec has decoded. */
    static StreamRequestReader.Read read(StreamRequestReader reader, Http2Headers fields) {
        return reader.read(headers(fields), fields instanceof Http2Fields read && read.isMisplaced());
    }

    /** All fields in their order, pseudo-header fields first, as latin-1 strings. */
    static Headers headers(Http2Headers fields) {
        Headers.Builder headers = Headers.builder(fields.size());
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            headers.add(field.getKey().toString(), field.getValue().toString());
        }
        return headers.build();
    }

    /**
     * Names and values alternately, as HTTP/2 sends them: names in lower case, without pseudo-header fields and without the
     * connection-specific fields of HTTP/1 (RFC 9113, 8.2.2). Empty for null.
     */
    public static AsciiString[] towardsHttp2(@Nullable Headers headers) {
        if (headers == null) {
            return new AsciiString[0];
        }
        int count = 0;
        AsciiString[] out = new AsciiString[2 * headers.size()];
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i).toLowerCase(Locale.ROOT);
            if (!isPseudo(name) && !FieldSectionRules.isOfConnection(name)) {
                out[count++] = new AsciiString(name);
                out[count++] = new AsciiString(headers.value(i));
            }
        }
        return count == out.length ? out : java.util.Arrays.copyOf(out, count);
    }

    /** A response's head as HTTP/2 sends it. */
    static Http2Headers response(HttpResponse head) {
        return ReadOnlyHttp2Headers.serverHeaders(
                false, HttpResponseStatus.valueOf(head.status()).codeAsText(), towardsHttp2(head.headers()));
    }

    /**
     * A request's head as HTTP/2 sends it (RFC 9113, 8.3.1). If the client sent HTTP/2, the pseudo-header fields keep the
     * client's order; otherwise they have the order of browsers, and the Host field becomes {@code :authority}. A request
     * with {@code :protocol} becomes an extended CONNECT (RFC 8441, 4), without {@code Sec-WebSocket-Key}, which only
     * HTTP/1.1 uses.
     */
    public static Http2Headers request(HttpRequest head) {
        Headers headers = head.headers();
        boolean sentAsHttp2 = headers.contains(":method");
        if (headers.contains(":protocol")) {
            headers = headers.without(name -> name.equals("sec-websocket-key"));
        }
        AsciiString[] regular =
                towardsHttp2(sentAsHttp2 ? headers : headers.without(name -> name.equalsIgnoreCase("Host")));
        AsciiString[] all = new AsciiString[MOST_PSEUDO + regular.length];
        int count = 0;
        for (int i = 0; sentAsHttp2 && i < headers.size() && isPseudo(headers.name(i)); i++) {
            count = pseudo(all, count, headers.name(i), head);
        }
        for (String name : sentAsHttp2 ? NONE : ORDER) {
            count = pseudo(all, count, name, head);
        }
        System.arraycopy(regular, 0, all, count, regular.length);
        // trailers() is the only factory that keeps the given order of pseudo-header fields
        return ReadOnlyHttp2Headers.trailers(false, java.util.Arrays.copyOf(all, count + regular.length));
    }

    private static int pseudo(AsciiString[] out, int at, String name, HttpRequest head) {
        String value = switch (name) {
            case ":method" -> head.headers().contains(":protocol") ? "CONNECT" : head.method();
            case ":protocol" -> head.headers().get(name);
            case ":scheme" -> head.scheme();
            case ":path" -> head.path().isEmpty() || head.path().charAt(0) == '?' ? "/" + head.path() : head.path();
            case ":authority" -> Http1Fields.host(head, head.scheme().equals("https"));
            default -> null;
        };
        if (value == null || at == MOST_PSEUDO) {
            return at;
        }
        out[at] = new AsciiString(name);
        out[at + 1] = new AsciiString(value);
        return at + 2;
    }
}
