package dev.steno.redact;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the messages of a WebSocket, redacted. Rows that continue each other are one text, so that a secret is found
 * where they meet; what is held back of a row becomes part of the next row of its message, or of itself if there is none.
 */
final class RedactedRows implements MessageRows {
    /** Upper bound on rows that wait for a row that may be continued. */
    private static final int MOST = 64;

    private final Supplier<@Nullable BodyRedaction> begin;
    private final Map<Direction, BodyRedaction> open = new EnumMap<>(Direction.class);
    private final Map<Direction, Long> unfinished = new EnumMap<>(Direction.class); // the last row of what may continue
    private final Deque<Message> rows = new ArrayDeque<>();
    private boolean changed;

    /** @param begin makes the redaction of a message; null if no rule concerns messages */
    RedactedRows(Supplier<@Nullable BodyRedaction> begin) {
        this.begin = begin;
    }

    @Override
    public List<Message> next(@Nullable Message row) {
        List<Message> ready = new ArrayList<>(1);
        if (row != null) {
            unfinished.remove(row.direction());
            rows.add(redacted(row));
            if (!row.last()) {
                unfinished.put(row.direction(), row.sequence());
            }
        } else {
            for (Direction direction : Direction.values()) {
                endUnfinished(direction);
            }
            unfinished.clear();
        }
        while (!rows.isEmpty()
                && (rows.size() > MOST || !unfinished.containsValue(rows.peek().sequence()))) {
            ready.add(rows.remove());
        }
        return ready;
    }

    @Override
    public boolean changed() {
        return changed;
    }

    private void endUnfinished(Direction direction) {
        BodyRedaction message = open.remove(direction);
        Long last = unfinished.get(direction);
        if (message == null || last == null) {
            return;
        }
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        end(message, rest);
        for (int i = rows.size(); i > 0; i--) {
            Message row = rows.remove();
            if (row.sequence() == last) {
                ByteArrayOutputStream data = new ByteArrayOutputStream();
                data.writeBytes(row.data());
                data.writeBytes(rest.toByteArray());
                row = withData(row, data.toByteArray());
            }
            rows.add(row);
        }
    }

    private Message redacted(Message row) {
        BodyRedaction message = open.remove(row.direction());
        if (message == null) {
            message = begin.get();
            if (message == null) {
                return row;
            }
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream(row.data().length);
        try {
            message.put(row.data());
            drain(message, data);
        } catch (IOException e) {
            throw new IllegalStateException("messages have no codings", e);
        }
        if (row.last()) {
            end(message, data);
        } else {
            open.put(row.direction(), message);
        }
        changed |= message.changed();
        return withData(row, data.toByteArray());
    }

    private static void end(BodyRedaction message, ByteArrayOutputStream into) {
        try {
            message.end();
            drain(message, into);
        } catch (IOException e) {
            throw new IllegalStateException("messages have no codings", e);
        }
    }

    private static void drain(BodyRedaction message, ByteArrayOutputStream into) throws IOException {
        for (byte[] piece = message.next(); piece != null; piece = message.next()) {
            into.writeBytes(piece);
        }
    }

    static Message withData(Message row, byte[] data) {
        return Arrays.equals(data, row.data())
                ? row
                : new Message(
                        row.flow(),
                        row.sequence(),
                        row.time(),
                        row.direction(),
                        row.kind(),
                        row.last(),
                        row.edit(),
                        row.trueSize(),
                        data);
    }
}
