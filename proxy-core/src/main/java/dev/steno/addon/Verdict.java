package dev.steno.addon;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.WebSocketSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a handler. Immutable.
 *
 * @param <T> the subject of the hook
 */
public sealed interface Verdict<T> {

    /** Continues unchanged. */
    record Pass<T>() implements Verdict<T> {
        private static final Pass<?> INSTANCE = new Pass<>();
    }

    /**
     * Continues with this value, which is passed to later handlers. Of an HTTP flow, only the hook's message (request
     * or response) and the notes are taken over. A body that was held for the hook may be replaced by an inline body or
     * by none. Any body that was not yet forwarded may be replaced by a {@link Body.Source}, that of a request only by
     * one of known length; what arrives of the replaced body is then discarded. Content-Length follows if there is one,
     * and a chunked message stays chunked. A body that cannot be sent is logged, and counted as a failure of the addon;
     * the rest of the change applies.
     */
    record Replace<T>(T subject) implements Verdict<T> {}

    /**
     * Sends this response to the client in the server's place. No later handler of the hook runs. An answer to a request
     * is then treated as if it came from a server: the hooks of responses see it and may change or hold it.
     *
     * @param response the final response, whose body is inline, none or a {@link Body.Source}. Content-Length is adjusted;
     *     a response of unknown length, or with trailers, is sent without it
     * @param by who answers, for the flow's notes; empty for the name of the addon
     * @param server the server's side of the WebSocket that a response of status 101 accepts, at the hooks before a
     *     response; null for any other response. Steno completes the handshake: of its fields, a subprotocol and
     *     permessage-deflate are kept if the client offers them, and other extensions are not agreed to. A request that
     *     asks for no WebSocket gets 502
     * @param interim responses of status 1xx that are sent before, at the hooks before a response; they take their way
     *     through {@link Hook#INTERIM}
     */
    record Answer<T>(
            HttpResponse response, String by, @Nullable WebSocketSource server, List<HttpResponse> interim)
            implements Verdict<T> {
        public Answer {
            interim = List.copyOf(interim);
            if (interim.stream().anyMatch(each -> each.status() / 100 != 1 || each.status() == 101)) {
                throw new IllegalArgumentException("only responses of status 1xx, and not 101, precede an answer");
            }
            if (response.body() instanceof Body.Stored) {
                throw new IllegalArgumentException("the body of an answer must be inline, a source or none");
            }
            if (response.status() < 200 && server == null) {
                throw new IllegalArgumentException("an answer cannot have the status " + response.status()
                        + ": it must be a final response, and no upgrade (200 or more)");
            }
            if (server != null && response.status() != 101) {
                throw new IllegalArgumentException(
                        "a WebSocket is accepted with the status 101, not " + response.status());
            }
        }

        /** A response that is no upgrade. */
        public Answer(HttpResponse response, String by) {
            this(response, by, null, List.of());
        }

        /** Accepts a WebSocket. */
        public Answer(HttpResponse response, String by, WebSocketSource server) {
            this(response, by, server, List.of());
        }

        /** An answer of the addon itself. */
        public Answer(HttpResponse response) {
            this(response, "");
        }
    }

    /**
     * Ends the exchange or connection. The reason is recorded in the flow's error.
     *
     * @param end how; applies to the hooks of HTTP messages and to {@link Hook#MESSAGE}, all others close the connection
     */
    record Drop<T>(String reason, End end) implements Verdict<T> {
        /** Ends by closing the client's connection or stream. */
        public Drop(String reason) {
            this(reason, End.CLOSE);
        }
    }

    /**
     * Sends a request whose server failed once more, over a new connection. Only at {@link Hook#FAILED}, once for each
     * exchange and only if {@link ServerFailure#canRetry}; otherwise logged, and counted as a failure of the addon.
     *
     * @param server the server to connect to instead; the request stays as it is, with its Host. Null for the same one
     */
    record Retry<T>(@Nullable Endpoint server) implements Verdict<T> {
        /** Asks the same server again. */
        public Retry() {
            this(null);
        }
    }

    /** Passes the connection through without decryption. */
    record Tunnel<T>() implements Verdict<T> {}

    /**
     * Leaves the server of a tunnel unconnected until a request is forwarded to it, or the tunnel turns out to carry
     * another protocol. Use {@link Handlers#answersFor}, which gives it at all hooks of a tunnel, after other verdicts.
     */
    record Lazy<T>() implements Verdict<T> {}

    /**
     * Replaces the subject, and then decides; for an answer or an end that the flow's notes explain.
     *
     * @param then neither {@code Replace} nor {@code After}
     */
    record After<T>(T subject, Verdict<T> then) implements Verdict<T> {}

    /** Continues unchanged. */
    @SuppressWarnings("unchecked") // safe: Pass holds no value of T
    static <T> Verdict<T> pass() {
        return (Verdict<T>) Pass.INSTANCE;
    }
}
