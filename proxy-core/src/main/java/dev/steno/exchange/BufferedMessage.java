package dev.steno.exchange;

import dev.steno.addon.Hook;
import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameWriter;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket message that waits to be whole: its frames as sent, with the control frames among them, and its content. Makes
 * what passes of it. Where compression goes on from message to message, the other side cannot follow it any more once it was
 * not given a message as it was sent: from then on all are sent to it uncompressed, as it must accept (RFC 7692, 6).
 */
final class BufferedMessage {
    private static final int KEPT = 4096;

    private final FrameWriter writer;
    private final boolean takeover;
    private ByteArrayOutputStream frames = new ByteArrayOutputStream(0);
    private ByteArrayOutputStream controls = new ByteArrayOutputStream(0);
    private ByteArrayOutputStream content = new ByteArrayOutputStream(0);

    private Message.@Nullable Kind kind;
    private boolean holding;
    private boolean compressed;
    private boolean severed;
    private boolean partSent;

    /** @param takeover whether compression goes on from one message to the next */
    BufferedMessage(Direction direction, boolean takeover) {
        this.writer = new FrameWriter(direction.isFromClient());
        this.takeover = takeover;
    }

    void beginMessage(Message.Kind is, boolean isCompressed) {
        kind = is;
        compressed = isCompressed;
        holding = true;
        partSent = false;
    }

    Message.Kind kind() {
        return kind == null ? Message.Kind.BINARY : kind;
    }

    /** Whether a message is held. */
    boolean isHolding() {
        return holding;
    }

    /** Whether the other side cannot follow the compression any more. */
    boolean isSevered() {
        return severed;
    }

    /** Whether the message under way does not pass in its own frames. */
    boolean isRewritten() {
        return kind != null && compressed && severed;
    }

    /** Whether it is more than is shown. */
    boolean isLarge() {
        return Math.max(frames.size(), content.size()) > Hook.StreamMessage.SHOWN;
    }

    void appendFrame(byte[] data, int from, int length, boolean control) {
        frames.write(data, from, length);
        if (control) {
            controls.write(data, from, length);
        }
    }

    void appendContent(byte[] data, int from, int length) {
        content.write(data, from, length);
    }

    byte[] content() {
        return content.toByteArray();
    }

    /** The message passes before it is whole: the bytes to send for what is held of it. */
    byte[] stopHolding() {
        holding = false;
        if (isRewritten()) {
            return withControls(partFrame(content()));
        }
        return frames.toByteArray();
    }

    /** The message is whole and passes as it was sent. */
    byte[] unchangedBytes() {
        return severed && compressed ? withControls(wholeFrame(opcode(), content.toByteArray())) : frames.toByteArray();
    }

    /** The message is whole and passes with other content. */
    byte[] changedBytes(byte[] data) {
        sever();
        return withControls(wholeFrame(opcode(), data));
    }

    /** The message does not pass; the control frames among its own do. */
    byte[] droppedBytes() {
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

    /** A message of one frame. */
    byte[] wholeFrame(int opcode, byte[] data) {
        return writer.frame(true, opcode, data);
    }

    /** A part of the message that passes before it is whole. */
    byte[] partFrame(byte[] data) {
        byte[] frame = writer.frame(false, partSent ? Frame.CONTINUATION : opcode(), data);
        partSent = true;
        return frame;
    }

    /** The end of a message of parts. */
    byte[] lastFrame() {
        return writer.frame(true, Frame.CONTINUATION, new byte[0]);
    }

    /** The message is through. */
    void clear() {
        kind = null;
        holding = false;
        compressed = false;
        frames = emptied(frames);
        controls = emptied(controls);
        content = emptied(content);
    }

    /** Large ones are not kept for the next message. */
    private static ByteArrayOutputStream emptied(ByteArrayOutputStream buffer) {
        if (buffer.size() > KEPT) {
            return new ByteArrayOutputStream(0);
        }
        buffer.reset();
        return buffer;
    }
}
