package dev.steno.addon;

import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Peer;
import dev.steno.flow.Tls;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A point at which addons can change, answer, hold or drop traffic. Immutable; there is one constant per hook.
 *
 * @param <T> the subject: the value that a handler is given and may replace
 */
public final class Hook<T> {
    /** A client connected. {@code Drop} closes the connection. */
    public static final Hook<Peer> CLIENT = new Hook<>("CLIENT");

    /**
     * A client's connection has ended. Verdicts have no effect. Told of connections that began while the hook had a handler.
     */
    public static final Hook<ConnectionEvent> CLIENT_CLOSED = new Hook<>("CLIENT_CLOSED");

    /** TLS with a client was established, or has failed. Verdicts have no effect. */
    public static final Hook<ConnectionEvent> CLIENT_TLS = new Hook<>("CLIENT_TLS");

    /**
     * A client asked for a tunnel, of which nothing was read yet. {@code Lazy} does not connect to the server before the
     * client has sent something, {@code Drop} closes the connection.
     */
    public static final Hook<TunnelStart> TUNNEL_OPEN = new Hook<>("TUNNEL_OPEN");

    /**
     * A ClientHello was read on a tunnel. {@code Tunnel} passes the connection through without decryption, {@code Drop}
     * closes it, {@code Lazy} lets the client's handshake not wait for the server.
     */
    public static final Hook<TlsHello> TLS_HELLO = new Hook<>("TLS_HELLO");

    /**
     * A tunnel carries a protocol other than TLS. {@code Tunnel} passes it through without reading it, {@code Drop}
     * closes it, {@code Lazy} connects to the server of HTTP only for a request that is forwarded.
     */
    public static final Hook<TunnelStart> TUNNEL = new Hook<>("TUNNEL");

    /** A client has accepted or refused our certificate. Verdicts have no effect. */
    public static final Hook<TlsShown> TLS_SHOWN = new Hook<>("TLS_SHOWN");

    /**
     * A connection to a server is about to be opened. {@code Replace} connects to another endpoint, {@code Drop}
     * refuses it.
     */
    public static final Hook<Endpoint> UPSTREAM = new Hook<>("UPSTREAM");

    /** A connection to a server was opened, before TLS. Verdicts have no effect. */
    public static final Hook<ConnectionEvent> UPSTREAM_OPENED = new Hook<>("UPSTREAM_OPENED");

    /** A connection to a server could not be opened, or a handler refused it. Verdicts have no effect. */
    public static final Hook<ConnectionEvent> UPSTREAM_FAILED = new Hook<>("UPSTREAM_FAILED");

    /** TLS with a server was established, or has failed, its verification included. Verdicts have no effect. */
    public static final Hook<ConnectionEvent> UPSTREAM_TLS = new Hook<>("UPSTREAM_TLS");

    /**
     * A connection to a server has ended. Verdicts have no effect. Told of connections that began while the hook had a
     * handler.
     */
    public static final Hook<ConnectionEvent> UPSTREAM_CLOSED = new Hook<>("UPSTREAM_CLOSED");

    /** The head of a request was read; nothing was forwarded yet. {@code Answer} responds instead of the server. */
    public static final Hook<HttpFlow> REQUEST_HEAD = new Hook<>("REQUEST_HEAD");

    /**
     * A whole request was read. Its body was held if a handler called {@link HookContext#wantBody} at {@link
     * #REQUEST_HEAD}, the body did not exceed the limit given in that call, and the memory limit for held bodies was
     * not reached:
     *
     * <ul>
     *   <li>if the body was held, nothing was forwarded yet, the flow has the body, and {@code Replace}, {@code Answer}
     *       and {@code Drop} apply as at the head;
     *   <li>if a handler called {@link HookContext#wantBodyOrHead} and the body was not held, nothing was forwarded
     *       yet either, the flow lacks the body, and it cannot be replaced;
     *   <li>otherwise the body was already forwarded, the flow does not have it, and only {@code Replace} with other
     *       notes has an effect, as long as the exchange has not ended.
     * </ul>
     */
    public static final Hook<HttpFlow> REQUEST = new Hook<>("REQUEST");

    /**
     * The server of a request failed, and the request is not retried of itself. {@code Answer} responds in the server's
     * place, {@code Retry} sends the request once more, {@code Drop} ends the exchange; of {@code Replace} only the flow's
     * notes are taken over. Without a decision the client is told as {@link ServerFailure#error} says. If {@link
     * ServerFailure#isFinal}, verdicts have no effect, except notes of handlers that return at once.
     */
    public static final Hook<ServerFailure> FAILED = new Hook<>("FAILED");

    /**
     * An interim response of a server was read (1xx other than 101, such as 103 Early Hints; RFC 9110, 15.2); it was not
     * sent to the client yet. {@code Replace} sends another interim response, or changes the flow's notes; {@code Drop}
     * omits it, and the exchange continues. Later interim responses and the final one wait for a handler that answers
     * later. A 100 (Continue) with which Steno asks for a body itself is not shown.
     */
    public static final Hook<InterimResponse> INTERIM = new Hook<>("INTERIM");

    /** The head of a final response was read; nothing was sent to the client yet. */
    public static final Hook<HttpFlow> RESPONSE_HEAD = new Hook<>("RESPONSE_HEAD");

    /**
     * A whole response was read. As at {@link #REQUEST}, it is held and can be changed only if a handler called {@link
     * HookContext#wantBody} at {@link #RESPONSE_HEAD}. Otherwise only notes can be replaced, and only by handlers that
     * return their verdict at once: the exchange ends directly after this hook, and later verdicts are ignored.
     */
    public static final Hook<HttpFlow> RESPONSE = new Hook<>("RESPONSE");

    /**
     * A piece of a raw stream or a WebSocket message is about to be forwarded. {@code Replace} changes or omits it, or
     * adds messages after it; {@code Drop} ends the stream. A WebSocket message is shown whole and decompressed. One of
     * more than {@link StreamMessage#SHOWN} bytes, or that cannot be decompressed, is forwarded without being shown.
     */
    public static final Hook<StreamMessage> MESSAGE = new Hook<>("MESSAGE");

    /**
     * A raw stream that is read began, or an HTTP exchange became a WebSocket; before its first {@link #MESSAGE}. Verdicts
     * have no effect.
     */
    public static final Hook<Flow> STREAM_OPENED = new Hook<>("STREAM_OPENED");

    /** A stream of {@link #STREAM_OPENED} has ended; the flow says how. Verdicts have no effect. */
    public static final Hook<Flow> STREAM_CLOSED = new Hook<>("STREAM_CLOSED");

    /** An HTTP exchange has failed, which is final. Verdicts have no effect. */
    public static final Hook<HttpFlow> ERROR = new Hook<>("ERROR");

    private final String name;

    private Hook(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * The ClientHello of a connection.
     *
     * @param target the server named in CONNECT
     * @param size size of the ClientHello in bytes
     * @param program the User-Agent of the CONNECT, as sent; null if there is none
     * @param known what handlers know of the server, for a tunnel that is not connected to it; null if nothing
     */
    public record TlsHello(
            Peer client,
            Endpoint target,
            Tls hello,
            int size,
            @Nullable String program,
            @Nullable KnownServer known) {

        /** A ClientHello to a server of which nothing is known. */
        public TlsHello(Peer client, Endpoint target, Tls hello, int size, @Nullable String program) {
            this(client, target, hello, size, program, null);
        }

        /** Returns it with what is known of the server. */
        public TlsHello withKnown(KnownServer server) {
            return new TlsHello(client, target, hello, size, program, server);
        }

        /** Returns the server by its SNI, if there is one, otherwise the target. */
        public Endpoint server() {
            String name = hello.sni();
            return name != null && !name.isBlank() && name.indexOf(':') < 0
                    ? new Endpoint(name, target.port())
                    : target;
        }
    }

    /**
     * A server as its client would meet it, if no connection to it is opened.
     *
     * @param names those in its certificate, which the client's leaf is made for beside the one that the client asks for
     * @param http2 whether it speaks HTTP/2; a client that offers HTTP/1.1 as well does not get HTTP/2 otherwise
     */
    public record KnownServer(List<String> names, boolean http2) {
        public KnownServer {
            names = List.copyOf(names);
        }
    }

    /** A tunnel of which nothing was read yet, or that carries no TLS. */
    public record TunnelStart(Peer client, Endpoint target) {}

    /**
     * How a client reacted to our certificate.
     *
     * @param detail the client's behaviour, as a predicate that follows "the client"
     */
    public record TlsShown(TlsHello hello, Reaction reaction, String detail) {

        /** The possible reactions. */
        public enum Reaction {
            /** Accepted: data was sent within TLS. */
            ACCEPTED,
            /** Refused, with an alert (RFC 8446, 6.2). */
            REFUSED,
            /** Disconnected without an alert, during the handshake or immediately after it. */
            LEFT
        }
    }

    /**
     * A message with the flow it belongs to.
     *
     * @param flow a raw stream, or an HTTP flow that is a WebSocket
     * @param message the message to be forwarded
     * @param passes whether it is forwarded
     * @param added messages that are sent directly after it, in either direction
     */
    public record StreamMessage(Flow flow, Message message, boolean passes, List<Message> added) {
        /**
         * Upper bound in bytes on a message that is held for handlers; a larger one is forwarded without being shown.
         */
        public static final int SHOWN = 1 << 20;

        public StreamMessage {
            added = List.copyOf(added);
        }

        /** A message that is forwarded. */
        public StreamMessage(Flow flow, Message message) {
            this(flow, message, true, List.of());
        }

        /** Returns a copy with other bytes in the message. */
        public StreamMessage saying(byte[] data) {
            return new StreamMessage(flow, message.withData(data), passes, added);
        }

        /** Returns a copy whose message is not forwarded. */
        public StreamMessage dropped() {
            return new StreamMessage(flow, message, false, added);
        }

        /** Returns a copy with one more message after it. */
        public StreamMessage adding(Direction direction, Message.Kind kind, byte[] data) {
            List<Message> more = new ArrayList<>(added);
            more.add(new Message(
                    message.flow(),
                    message.sequence(),
                    message.time(),
                    direction,
                    kind,
                    true,
                    Message.Edit.INJECTED,
                    data.length,
                    data));
            return new StreamMessage(flow, message, passes, more);
        }
    }
}
