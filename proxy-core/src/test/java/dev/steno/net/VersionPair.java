package dev.steno.net;

/** The HTTP version of a client and that of its server. Steno does not use HTTP/3 towards servers (ADR 30). */
enum VersionPair {
    ONE_TO_ONE(1, 1, "http/1.1"),
    /** The server supports both, and is reached in the version of its client. */
    ONE_TO_BOTH(1, 1, "h2", "http/1.1"),
    TWO_TO_ONE(2, 1, "http/1.1"),
    TWO_TO_TWO(2, 2, "h2", "http/1.1"),
    THREE_TO_ONE(3, 1, "http/1.1"),
    THREE_TO_TWO(3, 2, "h2", "http/1.1");

    final int client;
    final int server;
    final String[] protocols;

    /**
     * @param protocols the protocols that the server accepts by ALPN
     */
    VersionPair(int client, int server, String... protocols) {
        this.client = client;
        this.server = server;
        this.protocols = protocols;
    }

    boolean isTranslated() {
        return client != server;
    }
}
