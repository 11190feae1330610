package dev.steno.flow;

/** The direction in which bytes of a flow pass through the proxy. */
public enum Direction {
    /** Sent by the client, to be forwarded to the server. */
    CLIENT_TO_SERVER,
    /** Sent by the server, to be forwarded to the client. */
    SERVER_TO_CLIENT;

    /** Whether the client is the sender. */
    public boolean isFromClient() {
        return this == CLIENT_TO_SERVER;
    }

    /** The other direction. */
    public Direction opposite() {
        return this == CLIENT_TO_SERVER ? SERVER_TO_CLIENT : CLIENT_TO_SERVER;
    }

    /** The sending peer, for use in sentences: {@code the client} or {@code the server}. */
    public String sender() {
        return this == CLIENT_TO_SERVER ? "the client" : "the server";
    }
}
