package dev.steno.net;

import dev.steno.exchange.Framing;
import dev.steno.flow.Headers;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;

/** The HTTP/1 parsers with the limits and the strictness in use, and the step from their header fields to the domain's. */
final class Http1Codec {
    private static final int LARGEST_PIECE = 64 * 1024;

    private Http1Codec() {}

    /** Strict: both lengths at once, two different lengths, white space before a colon and the like fail (RFC 9112, 6.3, 5.1). */
    static RequestDecoder requestDecoder() {
        return new RequestDecoder();
    }

    /** Whether a body follows a request's head: only its own fields say so (RFC 9112, 6.3). */
    static boolean hasBody(HttpRequest head) {
        String length = head.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null ? head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) : !length.equals("0");
    }

    /** Knows whether it is within a head, beside what its superclass does. */
    static final class RequestDecoder extends HttpRequestDecoder {
        private final FieldNames names = new FieldNames();
        private boolean inFields;

        RequestDecoder() {
            super(config());
        }

        @Override
        protected HttpMessage createMessage(String[] line) throws Exception {
            if (!line[2].isEmpty()
                    && !line[2].startsWith("HTTP/")) { // the parser takes any word in any case for a protocol
                throw new IllegalArgumentException("the protocol is not HTTP");
            }
            names.begin(line[2]);
            inFields = true;
            return super.createMessage(line);
        }

        @Override
        protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
            requireSpace(line, start + length);
            return super.splitFirstWordInitialLine(line, start, length);
        }

        @Override
        protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
            requireSpace(line, start - 1);
            return super.splitSecondWordInitialLine(line, start, length);
        }

        @Override
        protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
            requireSpace(line, start - 1);
            return super.splitThirdWordInitialLine(line, start, length);
        }

        /** The parser takes other white space between the words, a carriage return among it. */
        private static void requireSpace(byte[] line, int at) {
            if (at > 0 && at < line.length && line[at] != ' ' && Character.isWhitespace(line[at])) {
                throw new IllegalArgumentException("white space other than a space in the request line");
            }
        }

        @Override
        protected HttpMessage createInvalidMessage() {
            return new NoRequest();
        }

        @Override
        protected AsciiString splitHeaderName(byte[] line, int start, int length) {
            names.check(line, start, length);
            return super.splitHeaderName(line, start, length);
        }

        /** Between requests: whether a part of the next one's head has been read. */
        boolean isInHead() {
            return inFields || actualReadableBytes() > 0;
        }

        /** The parser would take eight bytes for the body of certain requests without a length, as a draft of WebSocket had it. */
        @Override
        protected boolean isContentAlwaysEmpty(HttpMessage head) {
            inFields = false;
            return !head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                    && !head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
        }
    }

    /** What the parser lets pass of field lines though another reader could take it for something else. */
    private static final class FieldNames {
        private static final AsciiString LENGTH = HttpHeaderNames.CONTENT_LENGTH;
        private boolean old;
        private boolean lengthSeen;
        private int fields;

        /** A message of this version begins. */
        void begin(String version) {
            old = version.equals("HTTP/1.0");
            lengthSeen = false;
            fields = 0;
        }

        /** A name ends at white space where the parser is lenient: before the colon, or with words in between that it drops. */
        void check(byte[] line, int start, int length) {
            if (++fields > ProxySettings.MAX_FIELDS) {
                throw new TooLongHttpHeaderException(
                        "the message has more than " + ProxySettings.MAX_FIELDS + " fields");
            }
            int end = start + length;
            while (end < line.length && (line[end] == ' ' || line[end] == '\t')) {
                end++;
            }
            if (end < line.length && line[end] != ':') {
                throw new IllegalArgumentException("white space in a field name");
            }
            if (length == LENGTH.length()
                    && new AsciiString(line, start, length, false).contentEqualsIgnoreCase(LENGTH)) {
                if (old && lengthSeen) {
                    throw new IllegalArgumentException("more than one Content-Length in HTTP/1.0");
                }
                lengthSeen = true;
            }
        }
    }

    /** Stands for bytes of which not even the first line is a request's. */
    static final class NoRequest extends DefaultFullHttpRequest {
        NoRequest() {
            super(HttpVersion.HTTP_1_1, HttpMethod.GET, "/", Unpooled.EMPTY_BUFFER);
        }
    }

    /** Knows from the request whether a response can have a body (RFC 9112, 6.3). One for each connection. */
    static final class ResponseDecoder extends HttpResponseDecoder {
        private final FieldNames names = new FieldNames();
        private String method = "";
        private boolean inFields;

        ResponseDecoder() {
            super(config());
        }

        @Override
        protected HttpMessage createMessage(String[] line) {
            if (line[1].length() != 3 || !line[1].chars().allMatch(c -> c >= '0' && c <= '9')) { // RFC 9112, 4
                throw new IllegalArgumentException("the status code is not three digits");
            }
            names.begin(line[0]);
            inFields = true;
            return super.createMessage(line);
        }

        @Override
        protected AsciiString splitHeaderName(byte[] line, int start, int length) {
            names.check(line, start, length);
            return super.splitHeaderName(line, start, length);
        }

        /** The method of the request whose response comes next. */
        void expect(String requestMethod) {
            method = requestMethod;
        }

        /** Between responses: whether bytes came that no request has asked for. */
        boolean isAhead() {
            return inFields || actualReadableBytes() > 0;
        }

        /** Whether a response to the expected request has no body whatever its fields say. */
        boolean isBodiless(HttpResponse response) {
            return isContentAlwaysEmpty(response);
        }

        private boolean opensTunnel(HttpResponse response) {
            return Framing.opensTunnel(method, response.status().code());
        }

        /** What follows a response that agrees to a CONNECT is none of HTTP's either. */
        @Override
        protected boolean isSwitchingToNonHttp1Protocol(HttpResponse response) {
            return opensTunnel(response) || super.isSwitchingToNonHttp1Protocol(response);
        }

        @Override
        protected boolean isContentAlwaysEmpty(HttpMessage message) {
            inFields = false;
            return method.equals("HEAD")
                    || message instanceof HttpResponse agreeing && opensTunnel(agreeing)
                    || message instanceof HttpResponse response
                            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                    || super.isContentAlwaysEmpty(message);
        }
    }

    private static HttpDecoderConfig config() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(ProxySettings.MAX_LINE)
                .setMaxHeaderSize(ProxySettings.MAX_HEADERS)
                .setMaxChunkSize(LARGEST_PIECE)
                .setAllowDuplicateContentLengths(true);
    }

    /** The fields in their order and case, as latin-1 strings. */
    static Headers headers(HttpHeaders fields) {
        Headers.Builder headers = Headers.builder(fields.size());
        for (Iterator<Map.Entry<CharSequence, CharSequence>> i = fields.iteratorCharSequence(); i.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> field = i.next();
            headers.add(field.getKey().toString(), field.getValue().toString());
        }
        return headers.build();
    }
}
