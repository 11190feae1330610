package dev.steno.redact;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.redact.json.PieceTransform;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a raw stream, redacted: all pieces of one direction are one text. A piece is returned once 8 to 16 KiB
 * follow it in its direction, or at the end; a token is in the piece in which its secret began.
 */
final class RedactedPieces implements MessageRows {
    private static final int CONTEXT = 4;

    /** Bytes of one direction that are searched at once, so that small pieces do not each cost the search of those before. */
    private static final int BATCH = 2 * PieceTransform.CARRIED;

    private final Finders finders;
    private final Replacing with;
    private final Map<Direction, Side> sides = new EnumMap<>(Direction.class);

    RedactedPieces(Finders finders, Replacing with) {
        this.finders = finders;
        this.with = with;
    }

    @Override
    public List<Message> next(@Nullable Message row) {
        if (row != null) {
            return sides.computeIfAbsent(row.direction(), direction -> new Side())
                    .next(row);
        }
        List<Message> rest = new ArrayList<>();
        sides.values().forEach(side -> rest.addAll(side.end()));
        return rest;
    }

    @Override
    public boolean changed() {
        return with.any();
    }

    private final class Side {
        private final Deque<Message> pieces = new ArrayDeque<>();
        private byte[] context = new byte[0]; // the last bytes before the pieces
        private int skipped; // bytes at the start of the first piece that belong to a secret before it
        private long waiting;

        List<Message> next(Message piece) {
            pieces.add(piece);
            waiting += piece.data().length;
            if (waiting < BATCH) {
                return List.of();
            }
            int settled = 0;
            long behind = waiting;
            for (Message each : pieces) {
                behind -= each.data().length;
                if (behind < PieceTransform.CARRIED) {
                    break;
                }
                settled++;
            }
            return redacted(settled);
        }

        List<Message> end() {
            return redacted(pieces.size());
        }

        /** Returns the first pieces, redacted. */
        private List<Message> redacted(int count) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(context);
            int limit = context.length;
            int i = 0;
            for (Message piece : pieces) {
                all.writeBytes(piece.data());
                limit += i++ < count ? piece.data().length : 0;
            }
            byte[] data = all.toByteArray();
            int from = context.length + skipped;
            Deque<Finders.Cut> cuts = new ArrayDeque<>(
                    from < limit ? finders.cuts(data, from, limit, data.length, with, false) : List.of());
            List<Message> ready = new ArrayList<>();
            int start = context.length;
            int at = from; // what is before it was written, or belongs to a secret
            for (i = 0; i < count; i++) {
                Message piece = pieces.remove();
                int end = start + piece.data().length;
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                while (!cuts.isEmpty() && cuts.element().start() < end) {
                    Finders.Cut cut = cuts.remove();
                    out.write(data, at, cut.start() - at);
                    out.writeBytes(cut.by());
                    at = cut.end();
                }
                if (at < end) {
                    out.write(data, at, end - at);
                    at = end;
                }
                ready.add(RedactedRows.withData(piece, out.toByteArray()));
                start = end;
            }
            waiting = data.length - limit;
            skipped = Math.max(0, at - limit);
            int kept = Math.min(CONTEXT, limit);
            context = java.util.Arrays.copyOfRange(data, limit - kept, limit);
            return ready;
        }
    }
}
