package dev.steno.net.http1;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes HTTP/1.1 heads and chunks byte for byte (RFC 9112): latin-1 strings become the bytes they stand for, so that
 * bytes are sent as they were read. Stateless; any thread.
 */
final class Http1Encoder {
    private static final ByteBuf CRLF = constant("\r\n");
    private static final ByteBuf ESTABLISHED = constant("HTTP/1.1 200 Connection established\r\n\r\n");
    private static final ByteBuf LAST_CHUNK = constant("0\r\n\r\n");

    private Http1Encoder() {}

    private static ByteBuf constant(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1))
                .asReadOnly());
    }

    /** The head of a request in origin-form; the version is HTTP/1.1 whatever version the client uses (RFC 9110, 6.2). */
    static ByteBuf requestHead(ByteBufAllocator allocator, HttpRequest head) {
        ByteBuf out = allocator.buffer(estimate(head.headers()) + head.path().length());
        latin1(out, head.method());
        out.writeByte(' ');
        if (head.path().isEmpty() || head.path().charAt(0) == '?') {
            out.writeByte('/');
        }
        latin1(out, head.path());
        latin1(out, " HTTP/1.1\r\n");
        return fields(out, head.headers());
    }

    /** The response that accepts a CONNECT. */
    static ByteBuf established() {
        return ESTABLISHED.duplicate();
    }

    static ByteBuf responseHead(ByteBufAllocator allocator, HttpResponse head) {
        ByteBuf out = allocator.buffer(estimate(head.headers()) + head.reason().length());
        latin1(out, "HTTP/1.1 ");
        latin1(out, Integer.toString(head.status()));
        out.writeByte(' ');
        latin1(out, head.reason());
        crlf(out);
        return fields(out, head.headers());
    }

    /** The line before a chunk's data. */
    static ByteBuf chunkStart(ByteBufAllocator allocator, int size) {
        ByteBuf out = allocator.buffer(16);
        latin1(out, Integer.toHexString(size));
        crlf(out);
        return out;
    }

    /** The line end after a chunk's data. */
    static ByteBuf chunkEnd() {
        return CRLF.duplicate();
    }

    /** The last chunk with the trailer section. */
    static ByteBuf lastChunk(ByteBufAllocator allocator, @Nullable Headers trailers) {
        if (trailers == null || trailers.isEmpty()) {
            return LAST_CHUNK.duplicate();
        }
        ByteBuf out = allocator.buffer(estimate(trailers));
        latin1(out, "0\r\n");
        return fields(out, trailers);
    }

    private static ByteBuf fields(ByteBuf out, Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).startsWith(":")) {
                continue; // HTTP/1 has no pseudo-header fields
            }
            latin1(out, headers.name(i));
            out.writeByte(':');
            out.writeByte(' ');
            latin1(out, headers.value(i));
            crlf(out);
        }
        crlf(out);
        return out;
    }

    private static int estimate(Headers headers) {
        int size = 64;
        for (int i = 0; i < headers.size(); i++) {
            size += headers.name(i).length() + headers.value(i).length() + 4;
        }
        return size;
    }

    private static void crlf(ByteBuf out) {
        out.writeByte('\r');
        out.writeByte('\n');
    }

    private static void latin1(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }
}
