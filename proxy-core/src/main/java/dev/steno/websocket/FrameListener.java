package dev.steno.websocket;

/** Takes what a {@link FrameReader} read. Arrays are the reader's caller's own, and may be changed. */
public interface FrameListener {
    /** A frame begins. */
    void frameBegun(Frame frame);

    /** Some of its payload, as sent: masked where the frame is. Never empty. */
    void framePayload(byte[] data, int from, int length);

    /** The frame is whole. Whether to read on; otherwise {@link FrameReader#read} returns. */
    boolean frameEnded();

    /** No frames can be told apart from here on; the bytes that should have been a head follow as {@link #unframedBytes}. */
    void framingLost(String why);

    /** Bytes of no frame. */
    void unframedBytes(byte[] data, int from, int length);
}
