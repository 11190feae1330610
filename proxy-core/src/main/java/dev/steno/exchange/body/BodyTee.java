package dev.steno.exchange.body;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.Notes;
import dev.steno.flow.PieceTimes;
import dev.steno.flow.Times;
import dev.steno.redact.BodyRedaction;
import dev.steno.redact.BodyType;
import dev.steno.redact.Redactor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Copies a body for the record while it is forwarded. A body of up to {@link Body.Inline#LIMIT} bytes becomes part of
 * its flow; a larger body, or one that arrives slowly, is published in chunks, and so are streams with the times of
 * their pieces. Bytes beyond the recorder's limit are
 * counted only. Holds at most one chunk on the heap. On the exchange's event loop.
 */
public final class BodyTee {
    private static final byte[] EMPTY = new byte[0];

    private final AddonRuntime addons;
    private long limit; // bytes
    private byte[] buffer = EMPTY;
    private int filled;
    private long passed;
    private long expected;
    private long id;
    private int sequence;
    private long stored;
    private long taken; // bytes of the body that were copied, or given to the redaction
    private @Nullable Headers undecided; // the headers of a body with no byte so far that may have to be redacted
    private @Nullable RecordedBody redaction;
    private @Nullable PieceClock clock; // null unless the times of pieces are kept

    public BodyTee(AddonRuntime addons) {
        this.addons = addons;
        this.limit = addons.record().bodyLimit();
    }

    /** A copy of a body whose message has these headers. */
    public static BodyTee of(AddonRuntime addons, @Nullable Headers headers) {
        BodyTee tee = new BodyTee(addons);
        tee.beginBody(headers, Times.UNSET);
        return tee;
    }

    /**
     * Applies the redaction of the record to the body. Call before its first chunk.
     *
     * @param headers those of its message; null if it has none
     * @param since when the head of its message arrived, from which on the times of a stream's pieces are kept;
     *     {@link Times#UNSET} if none are
     */
    public void beginBody(@Nullable Headers headers, long since) {
        Redactor redactor = addons.facts().redactor();
        undecided = redactor != null && redactor.concernsBodies() ? headers : null;
        boolean timed = Times.isSet(since) && PieceTimes.areKeptFor(headers);
        clock = timed ? new PieceClock(System::nanoTime, 0, Math.max(0, Times.now() - since)) : null;
    }

    /** Begins the redaction. Only once it is needed, since most requests have no body. */
    private void decideRedaction() {
        Redactor redactor = addons.facts().redactor();
        if (redactor != null && undecided != null) {
            BodyRedaction found = redactor.transform(BodyType.of(undecided));
            redaction = found == null ? null : new RecordedBody(found);
            limit = found != null && found.isHidden() ? 0 : limit;
            undecided = null;
        }
    }

    /**
     * @param size expected number of bytes, for the initial size of the buffer; -1 if unknown. A wrong value is
     *     harmless
     */
    public void expectSize(long size) {
        expected = size;
    }

    /**
     * Copies a chunk. Returns whether this chunk made an inline body a stored one; the flow must then refer to the
     * stored body.
     */
    public boolean copyChunk(Chunk chunk) {
        boolean wasInline = id == 0;
        int size = chunk.size();
        passed += size;
        if (!addons.facts().isRecorded()) {
            return false;
        }
        if (undecided != null && size > 0) {
            decideRedaction();
        }
        int kept = (int) Math.min(size, limit - taken);
        taken += kept;
        if (clock != null) {
            clock.arrived();
        }
        if (redaction != null && (id != 0 || filled + kept > Body.Inline.LIMIT)) {
            redact(chunk, kept);
        } else {
            for (int from = 0; from < kept; ) {
                makeRoom(kept - from);
                int count = Math.min(kept - from, buffer.length - filled);
                chunk.copyTo(from, buffer, filled, count);
                from += count;
                added(count);
            }
        }
        if (clock != null) {
            clock.copied(stored + filled);
        }
        if (id == 0 && passed > limit && limit > 0) {
            beginStored(); // an inline body is always complete
        }
        return wasInline && id != 0;
    }

    private void added(int count) {
        filled += count;
        if (id != 0 && filled == Body.Stored.CHUNK) {
            spill();
        }
    }

    private void beginStored() {
        id = addons.sequences().nextBody();
        RecordedBody through = redaction;
        if (through != null
                && !through
                        .isClosed()) { // until now, the bytes are those of the flow in progress, which is not redacted
            byte[] before = Arrays.copyOf(buffer, filled);
            buffer = EMPTY;
            filled = 0;
            through.put(before, this::append);
        }
    }

    private void redact(Chunk chunk, int kept) {
        if (id == 0) {
            beginStored();
        }
        byte[] piece = new byte[kept];
        chunk.copyTo(0, piece, 0, kept);
        Objects.requireNonNull(redaction).put(piece, this::append);
    }

    private void append(byte[] bytes) {
        for (int from = 0; from < bytes.length; ) {
            makeRoom(bytes.length - from);
            int count = Math.min(bytes.length - from, buffer.length - filled);
            System.arraycopy(bytes, from, buffer, filled, count);
            from += count;
            added(count);
        }
    }

    private void makeRoom(int wanted) {
        if (filled < buffer.length) {
            return;
        }
        if (id == 0 && filled + wanted > Body.Inline.LIMIT) {
            beginStored();
        }
        int most = id != 0 ? Body.Stored.CHUNK : Body.Inline.LIMIT;
        long rest = Math.min(expected, limit) - stored;
        long size = Math.max(filled + wanted, rest > 0 ? rest : 2L * filled);
        if (size < Body.Stored.CHUNK || id == 0) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(most, size));
            return;
        }
        byte[] piece = addons.record().piece();
        System.arraycopy(buffer, 0, piece, 0, filled);
        buffer = piece;
    }

    private void spill() {
        PieceTimes pieces = clock == null ? null : clock.endChunk(stored + filled);
        addons.facts().publish(new FlowEvent.BodyChunk(id, sequence++, stored, wholeBuffer(), pieces));
        stored += filled;
        buffer = EMPTY;
        filled = 0;
    }

    /** Publishes the bytes that arrived since the last chunk; returns whether there were any. */
    public boolean spillSoFar() {
        if (filled == 0) {
            return false;
        }
        if (id == 0) {
            beginStored();
        }
        if (filled > 0) {
            spill();
        }
        if (clock == null) { // it is slow
            clock = new PieceClock(System::nanoTime, stored, 0);
        }
        return true;
    }

    /** A small body that contains a secret is stored beside its flow, so that the flow in progress is never redacted. */
    private void finishRedaction() {
        RecordedBody through = redaction;
        if (through == null || passed == 0 || limit == 0) {
            return;
        }
        if (id != 0) {
            through.end(this::append);
            return;
        }
        byte[] whole = wholeBuffer();
        List<byte[]> pieces = new ArrayList<>();
        through.put(whole, pieces::add);
        through.end(pieces::add);
        if (through.changed()) {
            id = addons.sequences().nextBody();
            buffer = EMPTY;
            filled = 0;
            pieces.forEach(this::append);
        } else {
            through.rememberClean(whole);
        }
    }

    /** The buffer, without room behind its bytes. */
    private byte[] wholeBuffer() {
        buffer = filled == buffer.length ? buffer : Arrays.copyOf(buffer, filled);
        return buffer;
    }

    /** Whether every byte received so far is recorded as it is, or will be with its chunk. */
    public boolean isRecorded() {
        decideRedaction();
        return addons.facts().isRecorded() && passed <= limit && redaction == null;
    }

    /** All bytes received so far if the body is still inline; otherwise none. */
    public byte[] inlineBytes() {
        return id == 0 && filled == passed ? Arrays.copyOf(buffer, filled) : EMPTY;
    }

    /** The stored part of an incomplete body; {@link Body#NONE} while the body is inline. */
    public Body soFar() {
        return id == 0 ? Body.NONE : new Body.Stored(id, stored, passed, false);
    }

    /** Forgets the bytes that were not published, and copies no more. */
    public void withhold() {
        limit = 0;
        buffer = EMPTY;
        filled = 0;
        undecided = null;
        closeRedaction();
    }

    private void closeRedaction() {
        if (redaction != null) {
            redaction.close();
        }
    }

    /** The notes of the flow, which tell whether the body was redacted. */
    public Notes noted(Notes notes) {
        return redaction == null ? notes : redaction.noted(notes);
    }

    /**
     * Publishes the remaining bytes and returns the body. No chunk may be copied afterwards.
     *
     * @param complete whether the body reached the end that its framing defines
     */
    public Body finishBody(boolean complete) {
        finishRedaction();
        closeRedaction();
        if (id == 0 && filled > 0 && clock != null && clock.hasPauses()) {
            beginStored(); // its times are stored with chunks only
        }
        if (id != 0) {
            if (filled > 0) {
                spill();
            }
            return new Body.Stored(id, stored, passed, complete);
        }
        if (passed == 0) {
            return Body.NONE;
        }
        if (!addons.facts().isRecorded() || passed > limit) {
            return new Body.Stored(0, 0, passed, complete);
        }
        return new Body.Inline(wholeBuffer());
    }
}
