package dev.steno.exchange.message;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.flow.WebSocket;
import dev.steno.websocket.Compression;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameListener;
import dev.steno.websocket.MessageInflater;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the frames of one direction of a WebSocket into messages: unmasks, inflates, joins fragments, counts, and
 * reports protocol violations. Bytes that cannot be decoded are delivered as {@link Message.Kind#RAW}. Buffers no
 * payload, apart from that of a control frame. On the stream's event loop.
 */
public final class MessageReader implements FrameListener {

    /** The kind of content that the payload of data frames currently has. */
    private enum Content {
        /** No message is in progress. */
        NONE,
        /** An uncompressed message. */
        PLAIN,
        /** A compressed message, which is inflated. */
        COMPRESSED,
        /** Undecodable bytes; not counted as a message. */
        RAW
    }

    private static final int RSV1 = Frame.COMPRESSED;

    private final Direction direction;
    private final boolean deflate;
    private final boolean extended;
    private final MessageListener listener;
    private final MessageInflater inflater;
    private final byte[] control = new byte[Frame.CONTROL_LIMIT];

    private @Nullable Frame frame;
    private long at;
    private Content content = Content.NONE;
    private boolean closed;

    private long messages;
    private long bytes;
    private long inflated;
    private long pings;
    private long pongs;

    public MessageReader(Direction direction, Compression agreed, MessageListener listener) {
        this.direction = direction;
        this.deflate = agreed.deflate();
        this.extended = agreed.others();
        this.listener = listener;
        this.inflater = new MessageInflater(takeover(agreed, direction));
    }

    /** Whether one direction keeps its compression context between messages (context takeover; RFC 7692, 7.1.1). */
    public static boolean takeover(Compression agreed, Direction direction) {
        return direction.isFromClient() ? agreed.clientTakeover() : agreed.serverTakeover();
    }

    /** Counters of the frames that were read. */
    public WebSocket.Sent sent() {
        return new WebSocket.Sent(messages, bytes, pings, pongs);
    }

    /** Whether a message has begun and not ended. */
    public boolean isInMessage() {
        return content != Content.NONE;
    }

    /** Number of bytes inflated so far. */
    public long inflated() {
        return inflated;
    }

    private void inflated(byte[] data, int from, int length) {
        inflated += length;
        listener.contentRead(data, from, length);
    }

    /** Counts a message that a handler added. */
    public void countInjected(long size) {
        messages++;
        bytes += size;
    }

    /** Stops reading for good: reports an incomplete message as truncated and frees the inflater. */
    public void stopReading() {
        if (content != Content.NONE) {
            listener.messageTruncated();
        }
        inflater.close();
    }

    @Override
    public void frameBegun(Frame begun) {
        frame = begun;
        at = 0;
        if (closed) {
            reportViolation("sent a frame after its Close frame (RFC 6455, 5.5.1)");
        }
        if (begun.masked() != direction.isFromClient()) {
            reportViolation(
                    direction.isFromClient()
                            ? "sent an unmasked frame (RFC 6455, 5.1)"
                            : "sent a masked frame (RFC 6455, 5.1)");
        }
        if (begun.isControl()) {
            controlBegun(begun);
        } else if (begun.opcode() == Frame.CONTINUATION) {
            if (content == Content.NONE) {
                reportViolation("sent a continuation frame outside a message (RFC 6455, 5.4)");
                beginMessage(begun, Content.RAW);
            } else if (begun.reserved() != 0 && !extended) {
                reportViolation("set reserved bits in a continuation frame (RFC 6455, 5.2; RFC 7692, 6)");
            }
        } else {
            if (content != Content.NONE) {
                reportViolation("sent a new message before the end of the previous one (RFC 6455, 5.4)");
                listener.messageTruncated();
            }
            beginMessage(begun, contentOf(begun));
        }
        if (!begun.isControl() && content != Content.COMPRESSED) {
            listener.contentExpected(begun.length());
        }
    }

    private void controlBegun(Frame begun) {
        if (begun.length() > Frame.CONTROL_LIMIT || !begun.fin()) {
            reportViolation("sent a control frame that is fragmented or longer than 125 bytes (RFC 6455, 5.5)");
        }
        switch (begun.opcode()) {
            case Frame.PING -> pings++;
            case Frame.PONG -> pongs++;
            case Frame.CLOSE -> {}
            default ->
                reportViolation("sent a control frame with the unknown opcode " + begun.opcode() + " (RFC 6455, 5.2)");
        }
    }

    private Content contentOf(Frame begun) {
        boolean unknownBits = (begun.reserved() & ~(deflate ? RSV1 : 0)) != 0;
        if (unknownBits && !extended) {
            reportViolation("set reserved bits that no negotiated extension defines (RFC 6455, 5.2)");
        }
        if (begun.opcode() > Frame.BINARY) {
            reportViolation("sent a frame with the unknown opcode " + begun.opcode() + " (RFC 6455, 5.2)");
        }
        boolean compressed = deflate && (begun.reserved() & RSV1) != 0;
        if (unknownBits || begun.opcode() > Frame.BINARY || (compressed && !inflater.canRead())) {
            return Content.RAW;
        }
        return compressed ? Content.COMPRESSED : Content.PLAIN;
    }

    private void beginMessage(Frame begun, Content begins) {
        content = begins;
        Message.Kind data = begun.opcode() == Frame.TEXT ? Message.Kind.TEXT : Message.Kind.BINARY;
        listener.messageBegun(begins == Content.RAW ? Message.Kind.RAW : data, begins == Content.COMPRESSED);
    }

    @Override
    public void framePayload(byte[] data, int from, int length) {
        Frame begun = Objects.requireNonNull(frame, "payload without a frame");
        begun.mask(at, data, from, length);
        if (begun.isControl()) {
            int count = (int) Math.max(0, Math.min(length, control.length - at));
            if (count > 0) {
                System.arraycopy(data, from, control, (int) at, count);
            }
        } else {
            bytes += length;
            readContent(data, from, length);
        }
        at += length;
    }

    private void readContent(byte[] data, int from, int length) {
        if (content != Content.COMPRESSED) {
            listener.contentRead(data, from, length);
            return;
        }
        try {
            inflater.inflate(data, from, length, this::inflated);
        } catch (DataFormatException e) {
            readAsRaw(e);
            listener.contentRead(data, from, length);
        }
    }

    /** Delivers the rest of the message as raw bytes, because it cannot be inflated. */
    private void readAsRaw(DataFormatException why) {
        reportViolation("sent a compressed message that cannot be inflated: " + why.getMessage());
        content = Content.RAW;
        listener.messageTruncated();
        listener.messageBegun(Message.Kind.RAW, false);
    }

    @Override
    public boolean frameEnded() {
        Frame ended = Objects.requireNonNull(frame, "the end of a frame that has not begun");
        frame = null;
        if (ended.isControl()) {
            if (ended.opcode() == Frame.CLOSE) {
                closeFrameEnded((int) Math.min(at, control.length));
            }
            return true;
        }
        if (!ended.fin()) {
            return true;
        }
        if (content == Content.COMPRESSED) {
            try {
                inflater.endMessage(this::inflated);
            } catch (DataFormatException e) {
                readAsRaw(e);
            }
        }
        if (content != Content.RAW) {
            messages++;
        }
        content = Content.NONE;
        listener.messageEnded();
        return true;
    }

    private void closeFrameEnded(int length) {
        closed = true;
        int code = length < 2 ? WebSocket.Close.NO_CODE : (control[0] & 0xff) << 8 | control[1] & 0xff;
        String reason =
                length <= 2 ? "" : new String(Arrays.copyOfRange(control, 2, length), StandardCharsets.ISO_8859_1);
        listener.closeFrameRead(code, reason);
    }

    @Override
    public void framingLost(String why) {
        reportViolation("sent bytes that are not WebSocket frames: " + why);
        if (content != Content.NONE) {
            listener.messageTruncated();
        }
        content = Content.RAW;
        listener.messageBegun(Message.Kind.RAW, false);
    }

    @Override
    public void unframedBytes(byte[] data, int from, int length) {
        bytes += length;
        listener.contentRead(data, from, length);
        listener.messageEnded(); // each piece of input becomes one row
        listener.messageBegun(Message.Kind.RAW, false);
    }

    private void reportViolation(String what) {
        listener.protocolViolated(direction.sender() + ' ' + what);
    }
}
