package dev.steno.exchange.message;

import dev.steno.addon.Hook;
import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameWriter;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Buffers a WebSocket message until it is complete: its original frames, the control frames between them, and its
 * content. Builds the frames that are sent to the receiver. With context takeover, the receiver loses the compression
 * context as soon as a compressed message is changed or dropped; from then on messages are sent to it uncompressed,
 * which it must accept (RFC 7692, 6). On the stream's event loop.
 */
public final class BufferedMessage {
    private static final int KEPT = 4096;

    private final FrameWriter writer;
    private final boolean takeover;
    private ByteArrayOutputStream frames = new ByteArrayOutputStream(0);
    private ByteArrayOutputStream controls = new ByteArrayOutputStream(0);
    private ByteArrayOutputStream content = new ByteArrayOutputStream(0);

    private Message.@Nullable Kind kind; // null between messages
    private boolean holding; // the message is being buffered
    private boolean compressed; // as the peer sent it
    private boolean severed; // the receiver has lost the compression context; never reset
    private boolean partSent; // a fragment was sent, so the next is a continuation

    /** @param takeover whether the sender keeps its compression context between messages */
    public BufferedMessage(Direction direction, boolean takeover) {
        this.writer = new FrameWriter(direction.isFromClient());
        this.takeover = takeover;
    }

    public void beginMessage(Message.Kind is, boolean isCompressed) {
        kind = is;
        compressed = isCompressed;
        holding = true;
        partSent = false;
    }

    public Message.Kind kind() {
        return kind == null ? Message.Kind.BINARY : kind;
    }

    /** Whether a message is being buffered. */
    public boolean isHolding() {
        return holding;
    }

    /** Whether the receiver has lost the compression context. */
    public boolean isSevered() {
        return severed;
    }

    /** Whether the current message is sent in new, uncompressed frames. */
    public boolean isRewritten() {
        return kind != null && compressed && severed;
    }

    /** Whether it exceeds the size up to which a hook is shown messages. */
    public boolean isLarge() {
        return Math.max(frames.size(), content.size()) > Hook.StreamMessage.SHOWN;
    }

    public void appendFrame(byte[] data, int from, int length, boolean control) {
        frames.write(data, from, length);
        if (control) {
            controls.write(data, from, length);
        }
    }

    public void appendContent(byte[] data, int from, int length) {
        content.write(data, from, length);
    }

    public byte[] content() {
        return content.toByteArray();
    }

    /** Stops buffering before the message is complete; returns the bytes to send for the buffered part. */
    public byte[] stopHolding() {
        holding = false;
        if (isRewritten()) {
            return withControls(partFrame(content()));
        }
        return frames.toByteArray();
    }

    /** The bytes to send for the complete message, unchanged. */
    public byte[] unchangedBytes() {
        return severed && compressed ? withControls(wholeFrame(opcode(), content.toByteArray())) : frames.toByteArray();
    }

    /** The bytes to send for the complete message with other content. */
    public byte[] changedBytes(byte[] data) {
        sever();
        return withControls(wholeFrame(opcode(), data));
    }

    /** The bytes to send for a dropped message: the control frames between its own. */
    public byte[] droppedBytes() {
        sever();
        return controls.toByteArray();
    }

    private void sever() {
        severed |= compressed && takeover;
    }

    private byte[] withControls(byte[] frame) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(frame.length + controls.size());
        all.writeBytes(frame);
        all.writeBytes(controls.toByteArray());
        return all.toByteArray();
    }

    private int opcode() {
        return kind == Message.Kind.TEXT ? Frame.TEXT : Frame.BINARY;
    }

    /** A message in a single frame. */
    public byte[] wholeFrame(int opcode, byte[] data) {
        return writer.frame(true, opcode, data);
    }

    /** A frame with a fragment of a message that is forwarded while it arrives. */
    public byte[] partFrame(byte[] data) {
        byte[] frame = writer.frame(false, partSent ? Frame.CONTINUATION : opcode(), data);
        partSent = true;
        return frame;
    }

    /** The frame that ends such a message: its final fragment, which is empty. */
    public byte[] lastFrame() {
        return writer.frame(true, Frame.CONTINUATION, new byte[0]);
    }

    /** Clears the buffers after the message was sent or dropped. */
    public void clear() {
        kind = null;
        holding = false;
        compressed = false;
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
