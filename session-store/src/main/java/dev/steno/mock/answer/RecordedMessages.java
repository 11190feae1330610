package dev.steno.mock.answer;

import dev.steno.flow.Body;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.PieceTimes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many messages of a recorded gRPC request had arrived at points in time, which are asked for in their order. One thread, which
 * may block.
 */
final class RecordedMessages implements AutoCloseable {
    private final Body body;
    private final BodySupply bytes;
    private final PieceSupply times;
    private final GrpcMessages messages = new GrpcMessages();
    private final ArrayDeque<PieceTimes.Piece> ahead = new ArrayDeque<>();
    private @Nullable InputStream stream;
    private int sequence;
    private boolean ended;
    private long at; // when the piece before arrived, in nanoseconds since the epoch

    RecordedMessages(HttpRequest recorded, BodySupply bytes, PieceSupply times) {
        this.body = recorded.body();
        this.bytes = bytes;
        this.times = times;
        this.at = recorded.started();
    }

    /**
     * Returns how many messages had arrived whole.
     *
     * @param time nanoseconds since the epoch
     */
    long before(long time) throws IOException {
        for (PieceTimes.Piece next = peek(); next != null && at + next.pause() <= time; next = peek()) {
            ahead.remove();
            at += next.pause();
            InputStream open = stream == null ? bytes.open(body) : stream;
            stream = open;
            byte[] read = open.readNBytes(next.length());
            messages.put(read, 0, read.length);
        }
        return messages.complete();
    }

    private PieceTimes.@Nullable Piece peek() throws IOException {
        if (ahead.isEmpty() && !ended) {
            ahead.addAll(pieces());
            ended = ahead.isEmpty();
        }
        return ahead.peek();
    }

    /** Those of the next chunk. A small body without pauses came at once. */
    private List<PieceTimes.Piece> pieces() throws IOException {
        if (body instanceof Body.Stored stored) {
            return times.pieces(stored.id(), sequence++);
        }
        boolean all = sequence++ == 0 && body instanceof Body.Inline;
        return all ? List.of(new PieceTimes.Piece((int) body.size(), 0)) : List.of();
    }

    /** Returns when the last one of them arrived, in nanoseconds since the epoch. */
    long last() {
        return at;
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}
