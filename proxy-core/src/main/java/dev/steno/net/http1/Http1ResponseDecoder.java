package dev.steno.net.http1;

import dev.steno.exchange.head.Framing;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.net.http.MalformedMessage;
import dev.steno.net.http.ParseRemarks;
import dev.steno.net.settings.ProxySettings;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parses the responses of an HTTP/1 server. Responses that both curl and browsers accept are accepted and normalised, so that the
 * client can read them in only one way; remarks say what was odd. Any other response is {@link ResponsePart.Broken}. Emits
 * {@link ResponsePart}s and buffers. One for each connection, on its event loop.
 */
public final class Http1ResponseDecoder extends Http1Decoder {
    private String method = "";
    private @Nullable StatusLine line;

    /** @param strict whether malformed but unambiguous responses are refused */
    public Http1ResponseDecoder(boolean strict) {
        super(true, strict);
    }

    /** The method of the request whose response is next; it determines whether the response can have a body (RFC 9112, 6.3). */
    void expect(String requestMethod) {
        method = requestMethod;
    }

    /** Between responses: whether unsolicited bytes were read, or the framing was odd, so that unsolicited bytes may follow. */
    @Override
    boolean isAhead() {
        return odd.isFraming() || super.isAhead();
    }

    @Override
    void startLine(String first) throws MalformedMessage {
        line = StatusLine.of(first, odd);
    }

    @Override
    long headRead(Headers read, List<Object> out) throws MalformedMessage {
        StatusLine first = statusLine();
        int status = first.status();
        if (Framing.opensTunnel(method, status)) { // its framing fields are ignored: RFC 9110, 9.3.6
            out.add(new ResponsePart.Head(response(read), false, odd.takeRemarks()));
            return UPGRADE;
        }
        Headers headers = read;
        boolean chunked = isChunked(headers);
        String length = MessageLength.ofFields(headers);
        if (length != null && chunked) { // RFC 9112, 6.3: an intermediary must remove the length
            odd.framing("Content-Length: " + length + " beside Transfer-Encoding was removed");
            headers = headers.without(name -> name.equalsIgnoreCase("Content-Length"));
            length = null;
        }
        if (chunked && first.version().equals("HTTP/1.0")) { // RFC 9112, 6.1
            odd.framing("Transfer-Encoding in a response of HTTP/1.0");
        }
        if (length != null) {
            headers = oneLength(headers, length, first);
        }
        long body = status == 101
                ? UPGRADE
                : isBodiless(status)
                        ? 0
                        : chunked ? CHUNKED : length == null ? TO_THE_END : MessageLength.bytes(length);
        out.add(new ResponsePart.Head(
                response(headers), body != TO_THE_END && staysOpen(first, headers), odd.takeRemarks()));
        return body;
    }

    private StatusLine statusLine() {
        return Objects.requireNonNull(line, "no status line was read");
    }

    private HttpResponse response(Headers headers) {
        StatusLine first = statusLine();
        return new HttpResponse(
                first.version(), first.status(), first.reason(), headers, null, Body.NONE, Times.now(), Times.UNSET);
    }

    private Headers oneLength(Headers headers, String length, StatusLine first) throws MalformedMessage {
        Headers once = MessageLength.once(headers, length);
        if (once != headers) {
            String what = "Content-Length is given more than once";
            if (first.version().equals("HTTP/1.0")) {
                odd.framing(what);
            } else {
                odd.note(what);
            }
        }
        return once;
    }

    private boolean isBodiless(int status) {
        return status < 200 || status == 204 || status == 304 || method.equals("HEAD");
    }

    /**
     * A head without its empty line counts as complete, with the fields that arrived whole, as in curl and Chromium. Not over TLS,
     * where an attacker could have truncated it.
     */
    @Override
    boolean endsHead(ChannelHandlerContext context) {
        return statusLine().status() >= 200 && context.pipeline().get(SslHandler.class) == null;
    }

    /** Whether the body is chunked. Other codings cannot be forwarded and are refused; {@code identity} means none. */
    private boolean isChunked(Headers headers) throws MalformedMessage {
        if (!headers.contains("Transfer-Encoding")) {
            return false;
        }
        int chunked = 0;
        boolean plain = true;
        for (String field : headers.all("Transfer-Encoding")) {
            if (field.equalsIgnoreCase("chunked")) {
                chunked++;
                continue;
            }
            plain &= isNoCoding(field);
            for (String element : field.split(",", -1)) {
                String coding = FieldSection.trimmed(element);
                if (coding.equalsIgnoreCase("chunked")) {
                    chunked++;
                } else if (!coding.isEmpty() && !isNoCoding(coding)) {
                    throw new MalformedMessage("its transfer coding is " + ParseRemarks.quoted(coding)
                            + ", which the request did not allow");
                }
            }
        }
        if (!plain || chunked > 1) {
            odd.framing("Transfer-Encoding is " + String.join(" and ", headers.all("Transfer-Encoding")));
        }
        return chunked > 0;
    }

    private static boolean isNoCoding(String coding) {
        return coding.equalsIgnoreCase("identity") || coding.equalsIgnoreCase("none");
    }

    private static boolean staysOpen(StatusLine line, Headers headers) {
        return line.version().equals("HTTP/1.0")
                ? headers.hasToken("Connection", "keep-alive")
                : !headers.hasToken("Connection", "close");
    }

    @Override
    void emitData(ByteBuf piece, List<Object> out) {
        out.add(piece);
    }

    @Override
    void emitEnd(@Nullable Headers trailers, List<Object> out) {
        out.add(new ResponsePart.End(trailers, odd.takeRemarks()));
    }

    @Override
    void emitMalformed(MalformedMessage why, @Nullable Headers soFar, List<Object> out) {
        out.add(new ResponsePart.Broken(String.valueOf(why.getMessage())));
    }

    @Override
    MalformedMessage tooLong(boolean alone) {
        return new MalformedMessage(
                alone
                        ? "a line is longer than " + ProxySettings.MAX_LINE + " bytes"
                        : "the header section is larger than " + ProxySettings.MAX_HEADERS + " bytes, or has more than "
                                + ProxySettings.MAX_FIELDS + " fields");
    }
}
