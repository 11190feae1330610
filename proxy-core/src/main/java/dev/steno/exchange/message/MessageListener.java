package dev.steno.exchange.message;

import dev.steno.flow.Message;

/**
 * Receives the messages that a {@link MessageReader} decodes. Called in order from within the reader's {@code frame…}
 * methods, on the stream's event loop. A listener may call {@link MessageReader#stopReading} from any of these methods,
 * which then calls {@link #messageTruncated} before it returns.
 */
public interface MessageListener {
    /**
     * A message begins.
     *
     * @param kind {@link Message.Kind#RAW} for undecodable bytes
     * @param compressed whether the message was sent compressed
     */
    void messageBegun(Message.Kind kind, boolean compressed);

    /** A sizing hint: the next frame claims to hold {@code size} bytes of content. */
    void contentExpected(long size);

    /** A part of the content, unmasked and inflated. The array is valid during the call only. */
    void contentRead(byte[] data, int from, int length);

    /** The message is complete. */
    void messageEnded();

    /** The message remains incomplete. If the rest of it arrives, that is delivered as a separate message. */
    void messageTruncated();

    /** A Close frame was read; see {@link dev.steno.flow.WebSocket.Close} for code and reason. */
    void closeFrameRead(int code, String reason);

    /** The peer violated the protocol; {@code sentence} names the peer and the violation. Reading continues. */
    void protocolViolated(String sentence);
}
