package dev.steno.exchange;

import dev.steno.flow.Message;

/** Takes what a {@link MessageReader} read. */
interface MessageListener {
    /** A message begins. */
    void messageBegun(Message.Kind kind, boolean compressed);

    /** So many bytes of payload are about to come. */
    void contentExpected(long size);

    /** Some of its content; the array is used again. */
    void contentRead(byte[] data, int from, int length);

    /** It is whole. */
    void messageEnded();

    /** What came of the message cannot be gone on with; its rest, or other bytes, follow as a message of their own. */
    void messageTruncated();

    /** A Close frame was read. */
    void closeFrameRead(int code, String reason);

    /** The protocol was broken; {@code sentence} says how. */
    void protocolViolated(String sentence);
}
