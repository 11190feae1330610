package dev.steno.net.http1;

import dev.steno.flow.Headers;
import dev.steno.flow.Tokens;
import dev.steno.net.http.MalformedMessage;
import dev.steno.net.http.ParseRemarks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parses the requests of an HTTP/1 client strictly: a request that two parsers could read differently is malformed (RFC 9112, 2.2,
 * 3, 5.1, 6.3). For a malformed request it emits a part with a failed decoder result and discards all later input. One for each
 * connection, on its event loop.
 */
public final class Http1RequestDecoder extends Http1Decoder {
    private static final DefaultHttpHeadersFactory TRAILERS =
            DefaultHttpHeadersFactory.trailersFactory().withValidation(false);

    private @Nullable HttpVersion version;
    private HttpMethod method = HttpMethod.GET;
    private String target = "";
    private boolean body;

    public Http1RequestDecoder() {
        super(false, false);
    }

    /** Between requests: whether a part of the next one's head has been read. */
    boolean isInHead() {
        return isAhead();
    }

    @Override
    void startLine(String line) throws MalformedMessage {
        body = false;
        version = null;
        int start = 0;
        int end = line.length();
        while (start < end && line.charAt(start) == ' ') {
            start++;
        }
        while (end > start && line.charAt(end - 1) == ' ') {
            end--;
        }
        int first = line.indexOf(' ', start);
        int last = line.lastIndexOf(' ', end - 1);
        if (first < 0 || last <= first) {
            throw new MalformedMessage("the request line is not a method, a target and a version");
        }
        String name = line.substring(start, first);
        String sent = line.substring(last + 1, end);
        String middle = line.substring(first, last).strip();
        if (!Tokens.isToken(name)) {
            throw new MalformedMessage("the method is not a token");
        }
        if (middle.indexOf(' ') >= 0) {
            throw new MalformedMessage("white space in the request target");
        }
        version = versionOf(sent);
        method = HttpMethod.valueOf(name);
        target = middle;
    }

    private static HttpVersion versionOf(String sent) throws MalformedMessage {
        if (sent.equals("HTTP/1.1")) {
            return HttpVersion.HTTP_1_1;
        }
        if (sent.equals("HTTP/1.0")) {
            return HttpVersion.HTTP_1_0;
        }
        if (sent.length() == 8 && sent.startsWith("HTTP/") && sent.charAt(6) == '.') {
            char major = sent.charAt(5);
            char minor = sent.charAt(7);
            if (major >= '0' && major <= '9' && minor >= '0' && minor <= '9') {
                return HttpVersion.valueOf(sent);
            }
        }
        throw new MalformedMessage("the protocol is not HTTP: " + ParseRemarks.quoted(sent));
    }

    @Override
    long headRead(Headers read, List<Object> out) throws MalformedMessage {
        boolean old = version == HttpVersion.HTTP_1_0;
        boolean chunked = isChunked(read, old);
        String length = MessageLength.ofFields(read);
        Headers headers = length == null ? read : MessageLength.once(read, length);
        if (headers != read) {
            if (old) {
                throw new MalformedMessage("more than one Content-Length in HTTP/1.0");
            }
            odd.note("Content-Length is given more than once");
        }
        if (chunked && length != null) {
            throw new MalformedMessage("both Content-Length and Transfer-Encoding are given");
        }
        long bytes = chunked ? CHUNKED : length == null ? 0 : MessageLength.bytes(length);
        body = true;
        out.add(new Http1Request(Objects.requireNonNull(version), method, target, headers, odd.takeRemarks()));
        return bytes;
    }

    private static boolean isChunked(Headers headers, boolean old) throws MalformedMessage {
        if (!headers.contains("Transfer-Encoding")) {
            return false;
        }
        List<String> all = headers.all("Transfer-Encoding");
        if (old) {
            throw new MalformedMessage("Transfer-Encoding in a request of HTTP/1.0");
        }
        if (all.size() > 1 || !all.get(0).equalsIgnoreCase("chunked")) {
            throw new MalformedMessage("the transfer coding is " + ParseRemarks.quoted(String.join(", ", all))
                    + "; only chunked is supported");
        }
        return true;
    }

    @Override
    void emitData(ByteBuf piece, List<Object> out) {
        out.add(new DefaultHttpContent(piece));
    }

    @Override
    void emitEnd(@Nullable Headers trailers, List<Object> out) {
        body = false;
        odd.takeRemarks(); // the flow was recorded with the head's remarks; remarks on trailers are dropped
        out.add(trailers == null ? LastHttpContent.EMPTY_LAST_CONTENT : last(trailers));
    }

    private static LastHttpContent last(Headers trailers) {
        DefaultLastHttpContent last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, TRAILERS);
        for (int i = 0; i < trailers.size(); i++) {
            last.trailingHeaders().add(trailers.name(i), trailers.value(i));
        }
        return last;
    }

    @Override
    void emitMalformed(MalformedMessage why, @Nullable Headers soFar, List<Object> out) {
        HttpObject part = body
                ? new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, TRAILERS)
                : version == null
                        ? new Http1Codec.NoRequest()
                        : new Http1Request(
                                Objects.requireNonNull(version),
                                method,
                                target,
                                soFar == null ? Headers.EMPTY : soFar,
                                odd.takeRemarks());
        part.setDecoderResult(DecoderResult.failure(why.getCause() == null ? why : why.getCause()));
        version = null;
        out.add(part);
    }

    /** A request whose head was cut off is recorded as a failed one. */
    @Override
    void emitCutHead(List<Object> out) {
        emitMalformed(
                new MalformedMessage("the client closed the connection before the request's head was complete"),
                null,
                out);
    }

    @Override
    MalformedMessage tooLong(boolean alone) {
        String what = "too long";
        return new MalformedMessage(
                what, alone && !body ? new TooLongHttpLineException(what) : new TooLongHttpHeaderException(what));
    }
}
