package dev.steno.exchange;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.flow.WebSocket;
import dev.steno.websocket.Compression;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameReader;
import dev.steno.websocket.MessageInflater;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of the frames of one direction: takes off mask and compression, joins fragments, counts, and notes what
 * breaks the protocol. What cannot be read is told as raw bytes. Keeps no payload. On the stream's event loop.
 */
final class MessageReader implements FrameReader.Sink {
    private static final int RSV1 = Frame.COMPRESSED;

    private final Direction direction;
    private final boolean deflate;
    private final boolean extended;
    private final Output output;
    private final MessageInflater inflater;
    private final byte[] control = new byte[Frame.CONTROL_LIMIT];

    private @Nullable Frame frame;
    private long at;
    private boolean inMessage;
    private boolean compressed;
    private boolean raw;
    private boolean closed;

    private long messages;
    private long bytes;
    private long inflated;
    private long pings;
    private long pongs;

    /** Takes what was read. */
    interface Output {
        /** A message begins. */
        void begin(Message.Kind kind, boolean compressed);

        /** So many bytes of payload are about to come. */
        void expect(long size);

        /** Some of its content; the array is used again. */
        void add(byte[] data, int from, int length);

        /** It is whole. */
        void whole();

        /** What came of the message cannot be gone on with; its rest, or other bytes, follow as a message of their own. */
        void cut();

        /** A Close frame was read. */
        void close(int code, String reason);

        /** The protocol was broken; {@code sentence} says how. */
        void problem(String sentence);
    }

    MessageReader(Direction direction, Compression agreed, Output output) {
        this.direction = direction;
        this.deflate = agreed.deflate();
        this.extended = agreed.others();
        this.output = output;
        this.inflater = new MessageInflater(takeover(agreed, direction));
    }

    /** Whether the compression of one direction goes on from one message to the next (RFC 7692, 7.1.1). */
    static boolean takeover(Compression agreed, Direction direction) {
        return direction.isFromClient() ? agreed.clientTakeover() : agreed.serverTakeover();
    }

    /** What was read so far. */
    WebSocket.Sent sent() {
        return new WebSocket.Sent(messages, bytes, pings, pongs);
    }

    /** Bytes that came out of compressed messages so far. */
    long inflated() {
        return inflated;
    }

    private void inflated(byte[] data, int from, int length) {
        inflated += length;
        output.add(data, from, length);
    }

    /** Counts a message that a handler added. */
    void added(long size) {
        messages++;
        bytes += size;
    }

    /** Nothing more is read. */
    void release() {
        if (inMessage) {
            output.cut();
        }
        inflater.close();
    }

    @Override
    public void begin(Frame begun) {
        frame = begun;
        at = 0;
        if (closed) {
            problem("sent a frame after its Close frame");
        }
        if (begun.masked() != direction.isFromClient()) {
            problem(direction.isFromClient() ? "sent a frame without a mask" : "sent a masked frame");
        }
        if (begun.isControl()) {
            control(begun);
        } else if (begun.opcode() == Frame.CONTINUATION) {
            if (!inMessage) {
                problem("went on with a message that it had not begun");
                message(begun, Message.Kind.RAW);
            } else if (begun.reserved() != 0 && !extended) {
                problem("set reserved bits in a continuation frame");
            }
        } else {
            if (inMessage) {
                problem("began a message within another");
                output.cut();
            }
            message(begun, kind(begun));
        }
        if (!begun.isControl() && !compressed) {
            output.expect(begun.length());
        }
    }

    private void control(Frame begun) {
        if (begun.length() > Frame.CONTROL_LIMIT || !begun.fin()) {
            problem("sent a control frame that is too long or fragmented");
        }
        switch (begun.opcode()) {
            case Frame.PING -> pings++;
            case Frame.PONG -> pongs++;
            case Frame.CLOSE -> {}
            default -> problem("sent a control frame of the unknown kind " + begun.opcode());
        }
    }

    private Message.Kind kind(Frame begun) {
        boolean unknownBits = (begun.reserved() & ~(deflate ? RSV1 : 0)) != 0;
        if (unknownBits && !extended) {
            problem("set reserved bits that no extension gives a meaning");
        }
        if (begun.opcode() > Frame.BINARY) {
            problem("sent a frame of the unknown kind " + begun.opcode());
        }
        compressed = deflate && (begun.reserved() & RSV1) != 0;
        if (unknownBits || begun.opcode() > Frame.BINARY || (compressed && !inflater.canRead())) {
            compressed = false;
            return Message.Kind.RAW;
        }
        return begun.opcode() == Frame.TEXT ? Message.Kind.TEXT : Message.Kind.BINARY;
    }

    private void message(Frame begun, Message.Kind kind) {
        inMessage = true;
        raw = kind == Message.Kind.RAW;
        compressed &= !raw;
        output.begin(kind, compressed);
    }

    @Override
    public void payload(byte[] data, int from, int length) {
        frame.mask(at, data, from, length);
        if (frame.isControl()) {
            int count = (int) Math.max(0, Math.min(length, control.length - at));
            if (count > 0) {
                System.arraycopy(data, from, control, (int) at, count);
            }
        } else {
            bytes += length;
            content(data, from, length);
        }
        at += length;
    }

    private void content(byte[] data, int from, int length) {
        if (!compressed) {
            output.add(data, from, length);
            return;
        }
        try {
            inflater.add(data, from, length, this::inflated);
        } catch (DataFormatException e) {
            giveUp(e);
            output.add(data, from, length);
        }
    }

    /** The rest of the message stands as it passed. */
    private void giveUp(DataFormatException why) {
        problem("sent a compressed message that cannot be read: " + why.getMessage());
        compressed = false;
        raw = true;
        output.cut();
        output.begin(Message.Kind.RAW, false);
    }

    @Override
    public boolean end() {
        Frame ended = frame;
        frame = null;
        if (ended.isControl()) {
            if (ended.opcode() == Frame.CLOSE) {
                close((int) Math.min(at, control.length));
            }
            return true;
        }
        if (!ended.fin()) {
            return true;
        }
        if (compressed) {
            try {
                inflater.end(this::inflated);
            } catch (DataFormatException e) {
                giveUp(e);
            }
        }
        inMessage = false;
        if (!raw) {
            messages++;
        }
        output.whole();
        return true;
    }

    private void close(int length) {
        closed = true;
        int code = length < 2 ? WebSocket.Close.NO_CODE : (control[0] & 0xff) << 8 | control[1] & 0xff;
        String reason =
                length <= 2 ? "" : new String(Arrays.copyOfRange(control, 2, length), StandardCharsets.ISO_8859_1);
        output.close(code, reason);
    }

    @Override
    public void unreadable(String why) {
        problem("sent what are no frames: " + why);
        if (inMessage) {
            output.cut();
        }
        inMessage = true;
        output.begin(Message.Kind.RAW, false);
    }

    @Override
    public void unread(byte[] data, int from, int length) {
        bytes += length;
        output.add(data, from, length);
        output.whole(); // a row for each piece, as it comes
        output.begin(Message.Kind.RAW, false);
    }

    private void problem(String what) {
        output.problem(direction.sender() + ' ' + what);
    }
}
