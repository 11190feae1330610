package dev.steno.net.channel;

import java.util.Locale;

/** The steps of a connection that a trace shows. The page {@code docs/debugging.md} has a row for each, with the same words. */
public enum TraceStep {
    ACCEPTED("A client's connection was accepted: its address, the listener's address and mode."),
    SNIFFED(
            "The protocol that was detected from the first bytes: TLS, SOCKS5, HTTP/1, HTTP/2 with prior knowledge, or none of these."),
    SOCKS("The client's SOCKS5 request."),
    TUNNEL("A tunnel was opened by CONNECT, SOCKS5 or a redirect: the server that it leads to."),
    CLIENT_HELLO("The client's ClientHello: server name and offered protocols."),
    HOOK("An addon's handler decided: the hook, the addon, its verdict, and how long it took."),
    RESOLVED("The server's name was looked up: its addresses, or why there are none."),
    CONNECTING("An attempt to connect to one address began."),
    CONNECTED("The connection to the server is established: both addresses."),
    CONNECT_FAILED("No connection to the server could be made, and why."),
    NEXT_PROXY("The next proxy was sent a request for a tunnel to the server: its kind and address."),
    TLS_BEGUN("A TLS handshake began. On a client's connection Steno is the server, on a server's the client."),
    TLS_DONE("A TLS handshake succeeded: version, cipher suite and the protocol agreed on by ALPN."),
    TLS_FAILED("A TLS handshake failed, and why."),
    PROTOCOL("The protocol that is used from here on."),
    POOL_TAKEN("A request uses an established connection to its server."),
    POOL_ASKED("No established connection is available: the request is queued for one, or for a new one."),
    POOL_RETURNED(
            "The exchange has ended and released its connection or stream to the server: the connection is kept unless `closed` follows."),
    RETRY("The request is sent again, over another connection or stream."),
    HEAD_RECEIVED(
            "The head of a request or of a response was received: method and URL without its query, or the status."),
    HEAD_SENT("The head of a request or of a response was forwarded."),
    DATA_RECEIVED(
            "Bytes of a body were received. Shown for the chunks 1, 2, 4, 8, 16 and so on of a message, with the total so far."),
    DATA_SENT("Bytes of a body were forwarded, shown for the same chunks. They may still be queued."),
    END_RECEIVED("The end of a message was received: its bytes, its chunks, and its trailer fields if there are any."),
    END_SENT("The end of a message was forwarded."),
    READING_PAUSED("Reading from the connection or stream is paused (back-pressure), and why."),
    READING_RESUMED("Reading is resumed."),
    WRITE_BLOCKED("The peer reads more slowly than Steno writes: more than 256 KiB are queued for its socket."),
    WRITE_RESUMED("The queue for the peer's socket has shrunk to 128 KiB."),
    WRITE_TIMEOUT("The peer read none of the data for it within --write-timeout."),
    IDLE("No data was received within the allowed time: the connection is closed, or its peer gets a PING."),
    RESET_RECEIVED("The peer reset a stream: its number and the code."),
    RESET_SENT("Steno reset a stream: its number and the code."),
    GOAWAY_RECEIVED("The peer accepts no further streams: the last one that it processes, the code, and its text."),
    GOAWAY_SENT("Steno accepts no further streams: the last one that it processes, the code, and its text."),
    FRAME_RECEIVED("An HTTP/2 frame was received (--trace-frames)."),
    FRAME_SENT("An HTTP/2 frame was sent (--trace-frames)."),
    RELAY_BEGUN("A raw stream or a WebSocket begins: bytes pass between client and server."),
    RELAY_ENDED("The raw stream or WebSocket has ended, and why."),
    FLOW_OPENED("A flow was opened in the record."),
    FLOW_CLOSED("A flow ended: its state and its error."),
    INPUT_ENDED("The peer half-closed the connection (FIN): it sends no more data."),
    BROKEN("The connection broke, and how."),
    CLOSED("The connection is closed, and by whom."),
    LOST("Lines are missing here: they were produced faster than the file could be written.");

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
