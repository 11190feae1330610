package dev.steno.exchange.message;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameWriter;
import java.io.ByteArrayOutputStream;

/**
 * What the receiver of one direction of a WebSocket can read: builds the frames that it is sent. With context takeover, the
 * receiver loses the compression context as soon as a compressed message is changed or dropped; from then on messages are
 * sent to it uncompressed, which it must accept (RFC 7692, 6). On the stream's event loop.
 */
public final class ReceiverContext {
    private final FrameWriter writer;
    private final boolean takeover;
    private boolean severed; // the receiver has lost the compression context; never reset
    private boolean partSent; // a fragment was sent, so the next is a continuation

    /** @param takeover whether the sender keeps its compression context between messages */
    public ReceiverContext(Direction direction, boolean takeover) {
        this.writer = new FrameWriter(direction.isFromClient());
        this.takeover = takeover;
    }

    /** Whether the receiver has lost the compression context. */
    public boolean isSevered() {
        return severed;
    }

    /** Whether the message is sent in new, uncompressed frames. */
    public boolean rewrites(BufferedMessage message) {
        return severed && message.isCompressed();
    }

    /** The bytes to send for the complete message, unchanged. */
    public byte[] unchanged(BufferedMessage message) {
        return rewrites(message) ? withControls(message, message.content()) : message.frames();
    }

    /** The bytes to send for the complete message with other content. */
    public byte[] changed(BufferedMessage message, byte[] data) {
        sever(message);
        return withControls(message, data);
    }

    /** The bytes to send for a dropped message: the control frames between its own. */
    public byte[] dropped(BufferedMessage message) {
        sever(message);
        return message.controls();
    }

    /** The bytes to send for the buffered part of a message that is forwarded while the rest of it arrives. */
    public byte[] begun(BufferedMessage message) {
        partSent = false;
        if (!rewrites(message)) {
            return message.frames();
        }
        byte[] part = part(message, message.content());
        return joined(part, message.controls());
    }

    private void sever(BufferedMessage message) {
        severed |= message.isCompressed() && takeover;
    }

    private byte[] withControls(BufferedMessage message, byte[] data) {
        return joined(whole(opcode(message.kind()), data), message.controls());
    }

    private static byte[] joined(byte[] frame, byte[] controls) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(frame.length + controls.length);
        all.writeBytes(frame);
        all.writeBytes(controls);
        return all.toByteArray();
    }

    private static int opcode(Message.Kind kind) {
        return kind == Message.Kind.TEXT ? Frame.TEXT : Frame.BINARY;
    }

    /** A message that is sent as a text if its kind is text, in a single frame. */
    public byte[] whole(Message.Kind kind, byte[] data) {
        return whole(opcode(kind), data);
    }

    private byte[] whole(int opcode, byte[] data) {
        return writer.frame(true, opcode, data);
    }

    /** A frame with a fragment of a message that is forwarded while it arrives. */
    public byte[] part(BufferedMessage message, byte[] data) {
        byte[] frame = writer.frame(false, partSent ? Frame.CONTINUATION : opcode(message.kind()), data);
        partSent = true;
        return frame;
    }

    /** The frame that ends such a message: its final fragment, which is empty. */
    public byte[] last() {
        return writer.frame(true, Frame.CONTINUATION, new byte[0]);
    }
}
