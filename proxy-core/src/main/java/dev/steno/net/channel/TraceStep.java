package dev.steno.net.channel;

import java.util.Locale;

/** The steps of a connection that a trace shows. The page {@code docs/debugging.md} has a row for each, with the same words. */
public enum TraceStep {
    ACCEPTED("A client's connection was accepted: its address, the listener's address and mode."),
    SNIFFED("What the first bytes show: TLS, SOCKS5, HTTP/1, HTTP/2 with prior knowledge, or neither of them."),
    SOCKS("SOCKS5 with the client: what it asked for."),
    TUNNEL("A tunnel was opened by CONNECT, SOCKS5 or a redirect: the server it leads to."),
    CLIENT_HELLO("The client's ClientHello: server name and offered protocols."),
    HOOK("An addon's handler decided: the hook, the addon, its verdict, and how long it took."),
    RESOLVED("The server's name was looked up: its addresses, or why there are none."),
    CONNECTING("An attempt to connect to one address began."),
    CONNECTED("The connection to the server is established: both addresses."),
    CONNECT_FAILED("No connection to the server could be made, and why."),
    NEXT_PROXY("The next proxy was asked for a way to the server: its kind and address."),
    TLS_BEGUN("A TLS handshake began. On a client's connection Steno is the server, on a server's the client."),
    TLS_DONE("A TLS handshake succeeded: version, cipher suite and the protocol agreed on by ALPN."),
    TLS_FAILED("A TLS handshake failed, and why."),
    PROTOCOL("The protocol that is spoken from here on."),
    POOL_TAKEN("A request uses an established connection to its server."),
    POOL_ASKED("No established connection suits the request: it waits for a new one, or for its turn."),
    POOL_RETURNED(
            "The exchange is over and released its way to the server: the connection is kept unless its end follows."),
    RETRY("The request is sent once more, over another connection or stream."),
    HEAD_RECEIVED("The head of a request or of a response came: method and URL without its query, or the status."),
    HEAD_SENT("The head of a request or of a response was sent on."),
    DATA_RECEIVED(
            "Bytes of a body came. Shown for the chunks 1, 2, 4, 8, 16 and so on of a message, with the bytes so far."),
    DATA_SENT("Bytes of a body were sent on, shown at the same chunks. They may be queued for a while."),
    END_RECEIVED("The end of a message came: its bytes, its chunks, and its trailer fields if there are any."),
    END_SENT("The end of a message was sent on."),
    READING_PAUSED("The connection or stream is not read for now (back-pressure), and why."),
    READING_RESUMED("It is read again."),
    WRITE_BLOCKED("The peer takes less than is sent: more than 256 KiB are queued for its socket."),
    WRITE_RESUMED("The peer took what was queued, down to 128 KiB."),
    WRITE_TIMEOUT("The peer took nothing of what was sent to it for the time that --write-timeout allows."),
    IDLE("Nothing came for the time that is allowed: the connection is closed, or its peer is asked by a PING."),
    RESET_RECEIVED("The peer reset a stream: its number and the code."),
    RESET_SENT("Steno reset a stream: its number and the code."),
    GOAWAY_RECEIVED("The peer takes no further streams: the last one that it processes, the code, and its words."),
    GOAWAY_SENT("Steno takes no further streams: the last one that it processes, the code, and its text."),
    FRAME_RECEIVED("A frame of HTTP/2 or HTTP/3 came (--trace-frames)."),
    FRAME_SENT("A frame of HTTP/2 or HTTP/3 was sent (--trace-frames)."),
    RELAY_BEGUN("A raw stream or a WebSocket begins: bytes pass between client and server."),
    RELAY_ENDED("The raw stream or WebSocket is over, and why."),
    FLOW_OPENED("A flow was opened in the record."),
    FLOW_CLOSED("A flow ended: its state and its error."),
    INPUT_ENDED("The peer ended its side of the connection (FIN): nothing more comes from it."),
    BROKEN("The connection broke, and how."),
    CLOSED("The connection is closed, and by whom."),
    LOST("Lines are missing here: the trace's file did not take them as fast as they came.");

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String meaning;

    TraceStep(String meaning) {
        this.meaning = meaning;
    }

    /** The word in a line of the trace. */
    public String text() {
        return text;
    }

    /** What the step means, in a sentence for the page. */
    public String meaning() {
        return meaning;
    }
}
