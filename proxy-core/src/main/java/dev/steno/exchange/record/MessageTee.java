package dev.steno.exchange.record;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.redact.BodyRedaction;
import dev.steno.redact.Redactor;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies the messages of one direction of a WebSocket for the record while they are forwarded, in rows of at most
 * {@link Message#LIMIT} bytes. Content beyond the recorder's limit for bodies is counted only. Holds at most one row on
 * the heap, and nothing between messages. On the stream's event loop.
 */
public final class MessageTee {
    private static final byte[] EMPTY = new byte[0];
    private static final int TRUSTED = 16 * 1024;

    private final AddonRuntime addons;
    private final long flow;
    private final Direction direction;
    private final LongSupplier sequence;

    private Message.Kind kind = Message.Kind.RAW;
    private Message.Edit edit = Message.Edit.NONE;
    private byte[] buffer = EMPTY;
    private int filled;
    private long kept;
    private long skipped;
    private long limit;
    private long expected;
    private boolean begun;
    private @Nullable BodyRedaction redaction;
    private long passed; // bytes that the next row represents, if the message is redacted

    /** @param sequence returns the next row number of the flow */
    public MessageTee(AddonRuntime addons, long flow, Direction direction, LongSupplier sequence) {
        this.addons = addons;
        this.flow = flow;
        this.direction = direction;
        this.sequence = sequence;
    }

    /** A message begins. */
    public void beginMessage(Message.Kind is, Message.Edit how) {
        kind = is;
        edit = how;
        kept = 0;
        expected = 0;
        limit = addons.record().bodyLimit();
        begun = true;
        Redactor redactor = addons.facts().redactor();
        redaction = redactor == null ? null : redactor.messageTransform();
        passed = 0;
    }

    /** @param size expected bytes of content, for the initial size of the buffer; may be wrong */
    public void expectSize(long size) {
        expected = Math.min(size, TRUSTED); // bounded, since a frame may claim more bytes than ever arrive
    }

    /** Copies a part of the message. */
    public void copyContent(byte[] data, int from, int length) {
        if (!addons.facts().isRecorded()) {
            return;
        }
        int wanted = (int) Math.min(length, limit - kept);
        passed += length;
        BodyRedaction through = redaction;
        if (through == null) {
            append(data, from, wanted);
        } else {
            redact(through, Arrays.copyOfRange(data, from, from + wanted), false);
        }
        kept += wanted;
        skipped += length - wanted;
    }

    private void redact(BodyRedaction through, byte[] piece, boolean last) {
        try {
            if (last) {
                through.end();
            } else {
                through.put(piece);
            }
            for (byte[] next = through.next(); next != null; next = through.next()) {
                append(next, 0, next.length);
            }
        } catch (IOException e) {
            throw new IllegalStateException("messages have no codings", e);
        }
    }

    private void endRedaction() {
        if (redaction != null) {
            redact(redaction, EMPTY, true);
        }
    }

    private void append(byte[] data, int from, int wanted) {
        for (int done = 0; done < wanted; ) {
            if (filled == Message.LIMIT) {
                publishRow(false);
            }
            int count = Math.min(wanted - done, Message.LIMIT - filled);
            if (filled + count > buffer.length) {
                long size = Math.max(filled + count, Math.max(expected, 2L * filled));
                buffer = Arrays.copyOf(buffer, (int) Math.min(Message.LIMIT, size));
            }
            System.arraycopy(data, from + done, buffer, filled, count);
            filled += count;
            done += count;
        }
    }

    /** The message is complete: publishes its last row. */
    public void endMessage() {
        if (begun) {
            endRedaction();
            publishRow(true);
            begun = false;
        }
    }

    /** The message remains incomplete: publishes the part that arrived. */
    public void truncateMessage() {
        if (begun) {
            endRedaction();
        }
        if (begun && filled + skipped + (redaction == null ? 0 : passed) > 0) {
            publishRow(false);
        }
        begun = false;
    }

    /** Records a complete message. */
    public void recordWhole(Message.Kind is, Message.Edit how, byte[] data) {
        beginMessage(is, how);
        expectSize(data.length);
        copyContent(data, 0, data.length);
        endMessage();
    }

    private void publishRow(boolean last) {
        byte[] data = filled == buffer.length ? buffer : Arrays.copyOf(buffer, filled);
        long trueSize = redaction == null ? data.length + skipped : passed;
        long number = sequence.getAsLong();
        if (addons.facts().isRecorded()) {
            addons.facts()
                    .publish(new FlowEvent.MessageSeen(
                            new Message(flow, number, Times.now(), direction, kind, last, edit, trueSize, data)));
        }
        buffer = EMPTY;
        filled = 0;
        skipped = 0;
        passed = 0;
    }
}
