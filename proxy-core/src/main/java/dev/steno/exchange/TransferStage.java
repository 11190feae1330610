package dev.steno.exchange;

/** The stages of the transfer of a message, in order; some are skipped. */
enum TransferStage {
    /** The head has not arrived. */
    AWAITING_HEAD,
    /** A hook decides on the head, or on the whole message. */
    IN_HOOK,
    /** The body is buffered for a handler that requested the whole message. */
    BUFFERING,
    /** Requests only: ready to be sent, waiting for a connection to the server. */
    CONNECTING,
    /** Forwarded while it arrives. */
    STREAMING,
    /** Data that still arrives is released, because another response was sent or the receiver is gone. */
    DISCARDING
}
