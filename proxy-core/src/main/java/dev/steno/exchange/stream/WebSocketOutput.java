package dev.steno.exchange.stream;

import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.message.BufferedMessage;
import dev.steno.exchange.message.ReceiverContext;
import dev.steno.exchange.record.MessageTee;
import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records and sends what the receiver of one direction of a WebSocket gets. Everything is recorded before it is sent. On
 * the stream's event loop.
 */
public final class WebSocketOutput {
    private final StreamWire wire;
    private final Direction direction;
    private final MessageTee tee;
    private final ReceiverContext receiver;
    private boolean stopped;

    /** @param takeover whether the sender keeps its compression context between messages */
    public WebSocketOutput(StreamWire wire, Direction direction, MessageTee tee, boolean takeover) {
        this.wire = wire;
        this.direction = direction;
        this.tee = tee;
        this.receiver = new ReceiverContext(direction, takeover);
    }

    /** Sends nothing any more; the record goes on. */
    public void stop() {
        stopped = true;
    }

    public void send(byte[] bytes) {
        if (bytes.length > 0) {
            send(Chunk.of(bytes));
        }
    }

    /** Takes ownership of the chunk. */
    public void send(Chunk chunk) {
        if (stopped) {
            chunk.release();
        } else {
            wire.sendData(direction, chunk);
        }
    }

    /** Whether the receiver has lost the compression context. */
    public boolean isSevered() {
        return receiver.isSevered();
    }

    /** Whether the message can only be sent in new, uncompressed frames. */
    public boolean rewrites(BufferedMessage message) {
        return receiver.rewrites(message);
    }

    // ---- messages that are forwarded while they arrive

    /** @param size expected bytes of content */
    public void expect(long size) {
        tee.expectSize(size);
    }

    public void begin(Message.Kind kind) {
        tee.beginMessage(kind, Message.Edit.NONE);
    }

    /** Forwards the buffered part of a message. */
    public void begin(BufferedMessage message) {
        begin(message.kind());
        byte[] content = message.content();
        tee.expectSize(content.length);
        tee.copyContent(content, 0, content.length);
        send(receiver.begun(message));
    }

    /** @param rewritten the message if its frames are not forwarded themselves; otherwise null */
    public void continueWith(@Nullable BufferedMessage rewritten, byte[] data, int from, int length) {
        tee.copyContent(data, from, length);
        if (rewritten != null) {
            send(receiver.part(rewritten, Arrays.copyOfRange(data, from, from + length)));
        }
    }

    /** @param rewritten whether its frames were not forwarded themselves */
    public void end(boolean rewritten) {
        tee.endMessage();
        if (rewritten) {
            send(receiver.last());
        }
    }

    public void truncate() {
        tee.truncateMessage();
    }

    // ---- messages that were buffered

    /** Sends a whole message, with other bytes if they were changed. */
    public void forward(BufferedMessage original, Message sent, Message.Edit edit) {
        tee.recordWhole(original.kind(), edit, sent.data());
        boolean same = edit == Message.Edit.NONE;
        send(same ? receiver.unchanged(original) : receiver.changed(original, sent.data()));
    }

    /** Sends the frames of a message that cannot be read, or is not whole. */
    public void forwardFrames(BufferedMessage original, Message sent) {
        begin(original.kind());
        tee.copyContent(sent.data(), 0, sent.data().length);
        if (sent.last()) {
            tee.endMessage();
        } else {
            tee.truncateMessage();
        }
        send(original.frames());
    }

    /** Records a message that is not sent. */
    public void withhold(@Nullable BufferedMessage original, Message received, Message.Edit edit) {
        tee.recordWhole(received.kind(), edit, received.data());
        if (original != null && edit == Message.Edit.DROPPED) {
            send(receiver.dropped(original));
        }
    }

    /** Sends a message that no peer sent. */
    public void inject(Message added) {
        boolean text = added.kind() == Message.Kind.TEXT;
        Message.Kind kind = text ? Message.Kind.TEXT : Message.Kind.BINARY;
        tee.recordWhole(kind, Message.Edit.INJECTED, added.data());
        send(receiver.whole(kind, added.data()));
    }
}
