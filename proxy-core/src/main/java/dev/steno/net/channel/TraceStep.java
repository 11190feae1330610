package dev.steno.net.channel;

import java.util.Locale;

/** The steps of a connection that a trace shows. The table in {@code docs/debugging.md} has a row with the same text for each. */
public enum TraceStep {
    ACCEPTED("A client's connection was accepted: its address, the listener's address and mode."),
    SNIFFED(
            "The protocol that the first bytes show: TLS, SOCKS5, HTTP/1, HTTP/2 with prior knowledge, or none of these."),
    SOCKS("The request of a SOCKS5 client: the server it asks for."),
    TUNNEL("A tunnel was opened by CONNECT, SOCKS5 or a redirect: the server it leads to."),
    CLIENT_HELLO("The client's ClientHello: server name and offered protocols."),
    HOOK("An addon's handler decided: the hook, the addon, its verdict, and how long it took."),
    RESOLVED("The server's name was looked up: its addresses, or why the look-up failed."),
    CONNECTING("An attempt to connect to one address began."),
    CONNECTED("The connection to the server is established: both addresses."),
    CONNECT_FAILED("No connection to the server could be made, and why."),
    NEXT_PROXY("The next proxy was asked for a connection to the server: its kind and address."),
    TLS_BEGUN("A TLS handshake began. On a client's connection Steno is the server, on a server's the client."),
    TLS_DONE("A TLS handshake succeeded: version, cipher suite and the protocol agreed on by ALPN."),
    TLS_FAILED("A TLS handshake failed, and why."),
    PROTOCOL("The protocol that is spoken from here on."),
    POOL_TAKEN("A request uses an established connection to its server."),
    POOL_ASKED("No established connection suits the request: it waits for a new one, or for a free one."),
    POOL_RETURNED(
            "The exchange is over and released its connection or stream. The connection is kept unless a closed line follows."),
    RETRY("The request is sent once more, over another connection or stream."),
    HEAD_RECEIVED("The head of a request or response was received: method and URL without its query, or the status."),
    HEAD_SENT("The head of a request or response was forwarded."),
    DATA_RECEIVED(
            "Bytes of a body were received. Shown for the chunks 1, 2, 4, 8, 16 and so on of a message, with the bytes so far."),
    DATA_SENT("Bytes of a body were forwarded, shown for the same chunks. They may still be queued."),
    END_RECEIVED("The end of a message was received: its bytes, its chunks, and its trailer fields if there are any."),
    END_SENT("The end of a message was forwarded."),
    READING_PAUSED("Reading from the connection or stream is paused (back-pressure), and why."),
    READING_RESUMED("Reading is resumed."),
    WRITE_BLOCKED("The peer accepts data too slowly: more than 256 KiB are queued for its socket."),
    WRITE_RESUMED("The queue for the socket has shrunk to 128 KiB."),
    WRITE_TIMEOUT("The peer accepted none of the queued bytes within --write-timeout."),
    IDLE("No data was received within the idle limit: the connection is closed, or its peer is sent a PING."),
    RESET_RECEIVED("The peer reset a stream: its number and the code."),
    RESET_SENT("Steno reset a stream: its number and the code."),
    GOAWAY_RECEIVED(
            "The peer accepts no further streams: the last one that it processes, the code, and its debug data."),
    GOAWAY_SENT("Steno accepts no further streams: the last one that it processes, the code, and the debug data."),
    FRAME_RECEIVED("An HTTP/2 or HTTP/3 frame was received (--trace-frames)."),
    FRAME_SENT("An HTTP/2 or HTTP/3 frame was sent (--trace-frames)."),
    RELAY_BEGUN("A raw stream or a WebSocket begins: bytes pass between client and server."),
    RELAY_ENDED("The raw stream or WebSocket is over, and why."),
    FLOW_OPENED("A flow was opened in the record."),
    FLOW_CLOSED("A flow ended: its state and its error."),
    INPUT_ENDED("The peer half-closed the connection (FIN) and sends nothing more."),
    BROKEN("The connection broke, and how."),
    CLOSED("The connection is closed, and by whom."),
    LOST("Lines are missing here: they were queued faster than they could be written.");

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
