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

/**
 * A point at which addons may change, answer, hold or drop what passes.
 *
 * @param <T> what a handler is shown and may replace
 */
public final class Hook<T> {
    /** A client connected. {@code Drop} closes the connection. */
    public static final Hook<Peer> CLIENT = new Hook<>("CLIENT");

    /** A ClientHello was read on a tunnel. {@code Tunnel} passes the connection through untouched. */
    public static final Hook<TlsHello> TLS_HELLO = new Hook<>("TLS_HELLO");

    /**
     * A tunnel turned out to carry something other than TLS. {@code Tunnel} passes it through untouched and unread, {@code Drop}
     * closes it.
     */
    public static final Hook<TunnelStart> TUNNEL = new Hook<>("TUNNEL");

    /** A client was shown our certificate, and it is known what it made of that; nothing can be changed any more. */
    public static final Hook<TlsShown> TLS_SHOWN = new Hook<>("TLS_SHOWN");

    /** A server is about to be connected to. {@code Replace} sends the connection elsewhere. */
    public static final Hook<Endpoint> UPSTREAM = new Hook<>("UPSTREAM");

    /** A request's head was read; nothing went upstream yet. {@code Answer} keeps it from going there. */
    public static final Hook<HttpFlow> REQUEST_HEAD = new Hook<>("REQUEST_HEAD");

    /**
     * A whole request was read. What a handler can do depends on whether a handler called {@link HookContext#wantBody} at {@link
     * #REQUEST_HEAD}, and on whether the body kept within the limit given there and there was memory to hold it:
     *
     * <ul>
     *   <li>if so, the request is held back, the flow has its body, and {@code Replace}, {@code Answer} and {@code Drop} apply
     *       as at the head;
     *   <li>if not, the body has already been forwarded, the flow has none, and only {@code Replace} with other notes has an effect,
     *       as long as the exchange has not ended.
     * </ul>
     */
    public static final Hook<HttpFlow> REQUEST = new Hook<>("REQUEST");

    /** A final response's head was read; the client has nothing yet. */
    public static final Hook<HttpFlow> RESPONSE_HEAD = new Hook<>("RESPONSE_HEAD");

    /**
     * A whole response was read. As at {@link #REQUEST}, it is held back and can still be changed only if a handler called {@link
     * HookContext#wantBody} at {@link #RESPONSE_HEAD}; otherwise only notes can be replaced. The exchange ends right after that,
     * so the verdict of a handler that answers later is ignored.
     */
    public static final Hook<HttpFlow> RESPONSE = new Hook<>("RESPONSE");

    /**
     * A piece of a raw stream or a WebSocket message is about to pass. {@code Replace} changes it, leaves it out, or adds
     * others; {@code Drop} ends the stream. A WebSocket message is shown whole and decompressed; one of more than
     * {@link StreamMessage#SHOWN} bytes, or that cannot be read, passes without being shown.
     */
    public static final Hook<StreamMessage> MESSAGE = new Hook<>("MESSAGE");

    /** An HTTP exchange failed; nothing can be changed any more. */
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
     * What a client said when it began TLS.
     *
     * @param target the server asked for by CONNECT
     * @param size bytes of the first TLS message
     */
    public record TlsHello(Peer client, Endpoint target, Tls hello, int size) {

        /** The server that is meant: by the name in the first TLS message where there is one, else as asked for. */
        public Endpoint server() {
            String name = hello.sni();
            return name != null && !name.isBlank() && name.indexOf(':') < 0
                    ? new Endpoint(name, target.port())
                    : target;
        }
    }

    /** A tunnel that carries no TLS; what it carries nobody has read yet. */
    public record TunnelStart(Peer client, Endpoint target) {}

    /**
     * What a client made of our certificate.
     *
     * @param detail what it did, in words that complete "the client ..."
     */
    public record TlsShown(TlsHello hello, Reaction reaction, String detail) {

        /** What clients do when they are shown a certificate. */
        public enum Reaction {
            /** Took it: something was sent within TLS. */
            ACCEPTED,
            /** Refused it by an alert that says so (RFC 8446, 6.2). */
            REFUSED,
            /** Closed the connection during the handshake or at once after it, without a word. */
            LEFT
        }
    }

    /**
     * A message with the flow it belongs to.
     *
     * @param flow a raw stream, or an HTTP flow that is a WebSocket
     * @param message as it is to pass
     * @param passes whether it passes
     * @param added messages that pass right after it, in either direction
     */
    public record StreamMessage(Flow flow, Message message, boolean passes, List<Message> added) {
        /** A message up to so many bytes is held back until handlers have seen it. */
        public static final int SHOWN = 1 << 20;

        public StreamMessage {
            added = List.copyOf(added);
        }

        /** A message that passes. */
        public StreamMessage(Flow flow, Message message) {
            this(flow, message, true, List.of());
        }

        /** The same with other bytes in the message. */
        public StreamMessage saying(byte[] data) {
            return new StreamMessage(flow, message.withData(data), passes, added);
        }

        /** The same, but the message does not pass. */
        public StreamMessage dropped() {
            return new StreamMessage(flow, message, false, added);
        }

        /** The same with one more message behind it. */
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
