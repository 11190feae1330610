package dev.steno.exchange.message;

import dev.steno.addon.Hook;
import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Buffers a WebSocket message until it is complete and decided on: its original frames, the control frames between them,
 * and its content. On the stream's event loop.
 */
public final class BufferedMessage {
    private static final int KEPT = 4096;
    private static final int[] NO_SPANS = {};

    private ByteArrayOutputStream frames = new ByteArrayOutputStream(0);
    private ByteArrayOutputStream controls = new ByteArrayOutputStream(0);
    private ByteArrayOutputStream content = new ByteArrayOutputStream(0);
    private int[] spans = NO_SPANS; // where the control frames are in the frames: pairs of begin and end

    private Message.Kind kind = Message.Kind.BINARY;
    private boolean buffering;
    private boolean compressed;

    /** @param isCompressed whether the peer sent it compressed, or may have */
    public void begin(Message.Kind is, boolean isCompressed) {
        kind = is;
        compressed = isCompressed;
        buffering = true;
    }

    public Message.Kind kind() {
        return kind;
    }

    public boolean isCompressed() {
        return compressed;
    }

    /** Whether a message has begun and is buffered. */
    public boolean isBuffering() {
        return buffering;
    }

    /** Whether it exceeds the size up to which a hook is shown messages. */
    public boolean isLarge() {
        return Math.max(frames.size(), content.size()) > Hook.StreamMessage.SHOWN;
    }

    public void appendFrame(byte[] data, int from, int length, boolean control) {
        if (control) {
            controls.write(data, from, length);
            spans = Arrays.copyOf(spans, spans.length + 2);
            spans[spans.length - 2] = frames.size();
            spans[spans.length - 1] = frames.size() + length;
        }
        frames.write(data, from, length);
    }

    public void appendContent(byte[] data, int from, int length) {
        content.write(data, from, length);
    }

    public byte[] content() {
        return content.toByteArray();
    }

    /** @param whole whether it is complete */
    public Message toMessage(long flow, long sequence, Direction direction, boolean whole) {
        byte[] data = content();
        return new Message(flow, sequence, Times.now(), direction, kind, whole, Message.Edit.NONE, data.length, data);
    }

    public byte[] frames() {
        return frames.toByteArray();
    }

    public byte[] controls() {
        return controls.toByteArray();
    }

    /** Removes and returns the control frames, so that they are sent before the message. */
    public byte[] takeControls() {
        byte[] taken = controls.toByteArray();
        if (taken.length > 0) {
            byte[] all = frames.toByteArray();
            frames.reset();
            int from = 0;
            for (int i = 0; i < spans.length; i += 2) {
                frames.write(all, from, spans[i] - from);
                from = spans[i + 1];
            }
            frames.write(all, from, all.length - from);
            controls.reset();
            spans = NO_SPANS;
        }
        return taken;
    }

    /** Ends the buffering before the message is complete. */
    public void stopBuffering() {
        buffering = false;
    }

    /** Clears the buffers, for the next message. */
    public void clear() {
        buffering = false;
        compressed = false;
        spans = NO_SPANS;
        frames = emptied(frames);
        controls = emptied(controls);
        content = emptied(content);
    }

    /** Returns an empty buffer for the next message: the same one if it is small, otherwise a new one. */
    private static ByteArrayOutputStream emptied(ByteArrayOutputStream buffer) {
        if (buffer.size() > KEPT) {
            return new ByteArrayOutputStream(0);
        }
        buffer.reset();
        return buffer;
    }
}
