package dev.steno.net;

import dev.steno.flow.Headers;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Field sections of HTTP/2 (RFC 9113, 8.2) as they were read, nothing checked, so that what is refused can be recorded; and
 * the step between them and the domain's fields.
 */
final class Http2Fields extends DefaultHttp2Headers {
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

    /** Nothing: the codec would find the Content-Length by this and refuse a wrong one before anyone could record it. */
    @Override
    public List<CharSequence> getAll(CharSequence name) {
        return List.of();
    }

    private static boolean isPseudo(CharSequence name) {
        return name.length() > 0 && name.charAt(0) == ':';
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
     * Names and values in turn, as HTTP/2 sends them: names in lower case, no pseudo-header field, and none that concerns a
     * connection of HTTP/1 (RFC 9113, 8.2.2).
     */
    static AsciiString[] towardsHttp2(@Nullable Headers headers) {
        if (headers == null) {
            return new AsciiString[0];
        }
        int count = 0;
        AsciiString[] out = new AsciiString[2 * headers.size()];
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i).toLowerCase(Locale.ROOT);
            if (!isPseudo(name) && !isOfConnection(name)) {
                out[count++] = new AsciiString(name);
                out[count++] = new AsciiString(headers.value(i));
            }
        }
        return count == out.length ? out : java.util.Arrays.copyOf(out, count);
    }

    /** Whether a field, named in lower case, belongs to a connection of HTTP/1 and makes a message of HTTP/2 malformed. */
    static boolean isOfConnection(String name) {
        return switch (name) {
            case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" -> true;
            default -> false;
        };
    }
}
