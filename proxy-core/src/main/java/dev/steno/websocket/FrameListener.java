package dev.steno.websocket;

/**
 * Receives the frames that a {@link FrameReader} reads. Called in order from within {@link FrameReader#read}, on its
 * thread. Arrays belong to the caller of the reader: a listener may modify the given range and must not keep the array.
 */
public interface FrameListener {
    /** A frame begins. */
    void frameBegun(Frame frame);

    /** A part of the payload as received, i.e. masked if the frame is masked. Never empty. */
    void framePayload(byte[] data, int from, int length);

    /** The frame is complete. Returns whether to continue; if not, {@link FrameReader#read} returns. */
    boolean frameEnded();

    /**
     * The head of a frame is invalid, so that no later frame can be located. This head and all bytes after it are
     * delivered to {@link #unframedBytes}.
     */
    void framingLost(String why);

    /** Bytes that are not part of a frame. */
    void unframedBytes(byte[] data, int from, int length);
}
