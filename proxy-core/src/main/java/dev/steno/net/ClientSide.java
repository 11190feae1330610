package dev.steno.net;

/** What a {@link ServerSide} tells the client's end of the exchange, beside what it tells the exchange. On its event loop. */
interface ClientSide {
    /** The server takes more or less than before: reads from either side accordingly. */
    void updateReads();

    /** What the server sent has been read for now: sends on what was made of it. */
    void flush();

    /** The server's end broke; what becomes of the exchange is told separately. */
    void lost(ServerSide broken);

    /** The server agreed to change the protocol: the connections become a raw stream once its response passed. */
    void upgraded();
}
