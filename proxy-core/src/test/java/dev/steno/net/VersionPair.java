package dev.steno.net;

/** A version of HTTP that a client speaks and one that its server speaks. Servers of HTTP/3 are not spoken to (ADR 30). */
enum VersionPair {
    ONE_TO_ONE(1, 1, "http/1.1"),
    /** The server speaks both, and is spoken to as its client speaks. */
    ONE_TO_BOTH(1, 1, "h2", "http/1.1"),
    TWO_TO_ONE(2, 1, "http/1.1"),
    TWO_TO_TWO(2, 2, "h2", "http/1.1"),
    THREE_TO_ONE(3, 1, "http/1.1"),
    THREE_TO_TWO(3, 2, "h2", "http/1.1");

    final int client;
    final int server;
    final String[] protocols;

    /** @param protocols that the server agrees to by ALPN */
    VersionPair(int client, int server, String... protocols) {
        this.client = client;
        this.server = server;
        this.protocols = protocols;
    }

    boolean isTranslated() {
        return client != server;
    }
}
