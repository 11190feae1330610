package dev.steno.websocket;

/**
 * Takes what a {@link FrameReader} reads. Called in order from within {@link FrameReader#read}, on its thread. Arrays
 * belong to the caller of the reader: a listener may modify the given range and must not keep the array.
 */
public interface FrameListener {
    /** A frame begins. */
    void frameBegun(Frame frame);

    /** A part of the payload as sent, thus masked if the frame is. Never empty. */
    void framePayload(byte[] data, int from, int length);

    /** The frame is complete. Returns whether to continue; if not, {@link FrameReader#read} returns. */
    boolean frameEnded();

    /**
     * A head is invalid, so no further frame can be found. All bytes from that head on follow as
     * {@link #unframedBytes}.
     */
    void framingLost(String why);

    /** Bytes that belong to no frame. */
    void unframedBytes(byte[] data, int from, int length);
}
