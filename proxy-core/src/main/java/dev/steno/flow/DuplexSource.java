package dev.steno.flow;

/**
 * The body of an answer that begins before its request has ended, such as that of a call of gRPC in which both sides send
 * messages. It is given the request's body while this arrives. For one exchange; its methods are called on the exchange's event
 * loop and must not block.
 */
public interface DuplexSource extends BodySource {

    /**
     * A part of the request's body has arrived. May be called before {@link #open}.
     *
     * @param bytes are the source's own
     */
    void requestData(byte[] bytes);

    /** The request is complete. */
    void requestEnded();
}
