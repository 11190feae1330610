package dev.steno.net.http1;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes one request after another to an HTTP/1.1 server, each in the framing that suits it (RFC 9112, 6). Flushes only a head
 * that was deferred. On the event loop of the client's connection.
 *
 * <p>In HTTP/2 and HTTP/3 the frame that ends a request may come after its head, so a request without a body looks at first like
 * one with a body. In HTTP/1.1 that body would be chunked, which many servers refuse for a GET. So the head of such a request is
 * deferred until the next frame shows what follows: until the next flush, and up to {@link #PATIENCE} longer if its method
 * seldom has a body.
 */
final class Http1RequestWriter {
    /** How long a GET's head waits for the next frame before the request is assumed to have a body, in milliseconds. */
    static final long PATIENCE = 3_000;

    private final ChannelHandlerContext context;
    private final Runnable flush;
    private @Nullable HttpRequest held;
    private @Nullable Future<?> patience;
    private boolean chunked;
    private boolean begun;

    /** @param flush flushes the connection, when a deferred head has waited long enough */
    Http1RequestWriter(ChannelHandlerContext context, Runnable flush) {
        this.context = context;
        this.flush = flush;
    }

    /** Whether the head of the latest request was written. */
    boolean hasBegun() {
        return begun;
    }

    /**
     * @param head with all its fields but for the framing
     * @param body whether a body without Content-Length may follow
     */
    void writeHead(HttpRequest head, boolean body) {
        chunked = body && !head.headers().contains("Content-Length");
        if (chunked && hasStreams(head)) {
            held = head;
        } else {
            write(chunked ? withChunks(head) : hasStreams(head) ? withoutBody(head) : head);
        }
    }

    /** Takes ownership of the buffer. */
    void writeData(ByteBuf data) {
        writeHeld();
        Http1ResponseWriter.writeChunk(context, data, chunked);
    }

    /** @param trailers null for none; they are left out of a request without a body whose method seldom has one */
    void writeEnd(@Nullable Headers trailers) {
        if (held != null && (trailers == null || seldomHasBody(held))) {
            chunked = false;
            write(withoutBody(held));
        }
        writeHeld();
        if (chunked) {
            context.write(Http1Encoder.lastChunk(context.alloc(), trailers), context.voidPromise());
        }
    }

    /** The caller is about to flush: writes a deferred head unless it must still wait. */
    void writeDeferred() {
        if (held == null || patience != null) {
            return;
        }
        if (!seldomHasBody(held) || held.headers().contains("Expect")) {
            writeHeld();
            return;
        }
        patience = context.channel()
                .eventLoop()
                .schedule(
                        () -> {
                            writeHeld();
                            flush.run();
                        },
                        PATIENCE,
                        TimeUnit.MILLISECONDS);
    }

    /** Discards the deferred parts of the latest request. */
    void discardDeferred() {
        held = null;
        begun = false;
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }

    private void writeHeld() {
        if (held != null) {
            write(withChunks(held));
        }
    }

    private void write(HttpRequest head) {
        discardDeferred();
        begun = true;
        context.write(Http1Encoder.requestHead(context.alloc(), head), context.voidPromise());
    }

    private static HttpRequest withChunks(HttpRequest head) {
        return head.withHeaders(head.headers().with("Transfer-Encoding", "chunked"));
    }

    /** Adds Content-Length: 0 to methods whose content has a meaning (RFC 9110, 8.6); servers answer 411 without it. */
    private static HttpRequest withoutBody(HttpRequest head) {
        boolean says = switch (head.method()) {
            case "POST", "PUT", "PATCH" -> !head.headers().contains("Content-Length");
            default -> false;
        };
        return says ? head.withHeaders(head.headers().with("Content-Length", "0")) : head;
    }

    /** Whether a request ends with a frame in the client's version of HTTP. */
    private static boolean hasStreams(HttpRequest head) {
        return !head.version().startsWith("HTTP/1.");
    }

    private static boolean seldomHasBody(HttpRequest head) {
        return switch (head.method()) {
            case "GET", "HEAD", "DELETE", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }
}
