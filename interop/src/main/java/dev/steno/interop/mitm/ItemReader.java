package dev.steno.interop.mitm;

import dev.steno.flow.Body;
import dev.steno.interop.intake.BodyIntake;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.tnetstring.TnetCursor;
import dev.steno.interop.tnetstring.TnetType;
import dev.steno.interop.tnetstring.TnetstringException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of a flow file one by one. A short item is read whole. Of a longer one, the dictionaries are entered while
 * they are read, contents go to the session in chunks and messages one by one; since a type stands behind its value, the key
 * says what a value will be, and the tag is compared afterwards. So memory is bounded by the parts of an item that are neither
 * content nor messages. For one thread.
 */
final class ItemReader {
    /** Largest item or value that is read whole without knowing what it is. */
    static final int WHOLE = 256 << 10;

    private static final int LENGTH_DIGITS = 12;
    private static final int LONGEST_KEY = 4_096;
    private static final int NESTING = 4;
    private static final int BUFFER = 64 << 10;
    private static final Set<String> DICTIONARIES = Set.of("request", "response", "websocket", "backup");
    private static final Set<String> CONTENTS = Set.of("content", "body");

    private final BufferedInputStream in;
    private final Intake intake;
    private long offset;
    private long begin;
    private long heldBytes;
    private boolean tooLong;
    private boolean empty;
    private @Nullable StateMessages messages;

    /** @param offset of the stream's first byte in the file */
    ItemReader(InputStream in, long offset, Intake intake) {
        this.in = new BufferedInputStream(in, BUFFER);
        this.offset = offset;
        this.intake = intake;
    }

    /** Returns where the item begins that was read last. */
    long begin() {
        return begin;
    }

    /** Returns where the next item begins. */
    long offset() {
        return offset;
    }

    /**
     * Reads the next item; null at the end of the file.
     *
     * @throws TnetstringException if there is none at this place
     * @throws SkippedEntryException if the item is longer than the limit, without its contents; the reader is behind it
     */
    @Nullable
    StateDict next() throws IOException, SkippedEntryException {
        begin = offset;
        heldBytes = 0;
        tooLong = false;
        messages = null;
        long length = length(Long.MAX_VALUE, true);
        if (empty) {
            return null;
        }
        if (length <= WHOLE) {
            TnetCursor item = whole((int) length);
            if (item.type() != TnetType.DICTIONARY) {
                throw item.failure("the state of a flow is a dictionary, not " + label(item));
            }
            return StateDict.of(item);
        }
        StateDict item = dictionary(length, 0);
        tag(TnetType.DICTIONARY);
        if (tooLong) {
            throw new SkippedEntryException(
                    Loss.DAMAGED,
                    "without its contents, it has more than " + intake.limits().head() + " bytes");
        }
        return item;
    }

    /** Returns the messages that were read piece by piece; null if there are none. */
    @Nullable
    StateMessages messages() {
        return messages;
    }

    private StateDict dictionary(long length, int depth) throws IOException {
        StateDict dict = new StateDict();
        long end = offset + length;
        while (offset < end) {
            String key = key(end);
            if (offset >= end) {
                throw failure("the last key of a dictionary has no value");
            }
            long size = length(end - offset, false);
            if (size <= WHOLE) {
                dict.put(key, value((int) size));
            } else if (CONTENTS.contains(key)) {
                dict.putBody(content(size));
            } else if (DICTIONARIES.contains(key) && depth < NESTING) {
                dict.put(key, dictionary(size, depth + 1));
                tag(TnetType.DICTIONARY);
            } else if (key.equals("messages") && depth < 2) {
                readMessages(size, depth == 0);
                tag(TnetType.LIST);
            } else if (size <= intake.limits().head() - heldBytes) {
                dict.put(key, value((int) size));
            } else {
                tooLong = true;
                skip(size);
                tag(null);
            }
        }
        return dict;
    }

    private String key(long end) throws IOException {
        long size = length(end - offset, false);
        if (size > LONGEST_KEY) {
            throw failure("a key of a dictionary has " + size + " bytes");
        }
        return whole((int) size).key();
    }

    private TnetCursor value(int size) throws IOException {
        heldBytes += size + 64L;
        if (heldBytes > intake.limits().head()) {
            tooLong = true;
        }
        TnetCursor value = whole(size);
        // what makes an item too long is not kept
        return tooLong && size > 64 ? TnetCursor.on(new byte[] {TnetType.NULL.tag()}, offset) : value;
    }

    private Body content(long size) throws IOException {
        BodyIntake body = intake.body();
        copy(size, body);
        tag(TnetType.BYTES);
        return body.finish();
    }

    private void readMessages(long length, boolean top) throws IOException {
        StateMessages all = new StateMessages(intake);
        messages = all;
        long end = offset + length;
        boolean first = true;
        while (offset < end) {
            long size = length(end - offset, false);
            StateMessage message = size <= WHOLE ? MessageStates.read(whole((int) size)) : longMessage(size);
            if (message == null) {
                throw failure("a message is a list of its direction, content and time");
            }
            if (first && top && message.opcode() != 0) {
                all.keepAll();
            }
            first = false;
            all.add(message);
        }
    }

    /** A message whose content is longer than what is read whole: {@code [opcode, from client, content, time …]}. */
    private StateMessage longMessage(long length) throws IOException {
        MessageStates parts = new MessageStates();
        long end = offset + length;
        while (offset < end) {
            long size = length(end - offset, false);
            if (size <= WHOLE) {
                parts.add(whole((int) size));
                continue;
            }
            int kept = (int) Math.min(size, intake.limits().head());
            byte[] data = in.readNBytes(kept);
            offset += data.length;
            if (data.length < kept) {
                throw ended();
            }
            skip(size - kept);
            tag(null);
            parts.content(data, size);
        }
        tag(TnetType.LIST);
        StateMessage message = parts.message();
        if (message == null) {
            throw failure("a message is a list of its direction, content and time");
        }
        return message;
    }

    private TnetCursor whole(int length) throws IOException {
        byte[] bytes = in.readNBytes(length + 1);
        if (bytes.length <= length) {
            offset += bytes.length;
            throw ended();
        }
        TnetCursor item = TnetCursor.on(bytes, offset);
        offset += bytes.length;
        return item;
    }

    /**
     * Reads a length and its colon.
     *
     * @param room bytes that are left of what encloses the item
     */
    private long length(long room, boolean mayEnd) throws IOException {
        long start = offset;
        long length = 0;
        int digits = 0;
        empty = false;
        while (true) {
            int next = in.read();
            if (next < 0) {
                if (mayEnd && digits == 0) {
                    empty = true;
                    return 0;
                }
                throw ended();
            }
            offset++;
            if (next == ':' && digits > 0) {
                break;
            }
            if (next < '0' || next > '9' || digits == LENGTH_DIGITS) {
                throw new TnetstringException(
                        offset - 1, "an item begins with the length of its payload, 1 to 12 digits and a colon");
            }
            length = 10 * length + next - '0';
            digits++;
        }
        if (length >= room - (offset - start)) {
            throw new TnetstringException(start, "an item claims " + length + " bytes, more than are left");
        }
        return length;
    }

    private void tag(@Nullable TnetType wanted) throws IOException {
        int tag = in.read();
        if (tag < 0) {
            throw ended();
        }
        offset++;
        if (wanted != null && tag != wanted.tag() || wanted == null && TnetType.of((byte) tag) == null) {
            throw new TnetstringException(
                    offset - 1,
                    "an item ends with " + (wanted == null ? "one of , ; # ^ ! ~ ] }" : (char) wanted.tag()));
        }
    }

    private void copy(long size, BodyIntake to) throws IOException {
        byte[] chunk = new byte[(int) Math.min(size, BUFFER)];
        long left = size;
        while (left > 0) {
            int n = in.read(chunk, 0, (int) Math.min(left, chunk.length));
            if (n < 0) {
                throw ended();
            }
            to.write(chunk, 0, n);
            offset += n;
            left -= n;
        }
    }

    private void skip(long size) throws IOException {
        long left = size;
        byte[] chunk = new byte[(int) Math.min(size, BUFFER)];
        while (left > 0) {
            int n = in.read(chunk, 0, (int) Math.min(left, chunk.length));
            if (n < 0) {
                throw ended();
            }
            offset += n;
            left -= n;
        }
    }

    private TnetstringException ended() {
        return new TnetstringException(offset, "the file ends within an item that began at byte " + begin);
    }

    private TnetstringException failure(String message) {
        return new TnetstringException(offset, message);
    }

    private static String label(TnetCursor item) {
        TnetType type = item.type();
        return type == null ? "nothing" : type.label();
    }
}
