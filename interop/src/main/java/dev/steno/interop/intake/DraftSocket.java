package dev.steno.interop.intake;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.flow.WebSocket;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The WebSocket of a flow as its messages are read. For one thread. */
final class DraftSocket {
    private final long[] messages = new long[2];
    private final long[] bytes = new long[2];
    private final long[] pings = new long[2];
    private final long[] pongs = new long[2];
    private long rows;
    private WebSocket.@Nullable Close close;

    private static int side(Direction direction) {
        return direction == Direction.CLIENT_TO_SERVER ? 0 : 1;
    }

    /** Adds a message of a flow, in parts if it is long. */
    void add(
            FactSink intake,
            long flow,
            Direction direction,
            Message.Kind kind,
            long time,
            Message.Edit edit,
            byte[] data)
            throws IOException {
        messages[side(direction)]++;
        bytes[side(direction)] += data.length;
        int at = 0;
        do {
            int end = Math.min(data.length, at + Message.LIMIT);
            byte[] part = at == 0 && end == data.length ? data : Arrays.copyOfRange(data, at, end);
            boolean last = end == data.length;
            intake.message(new Message(flow, rows++, time, direction, kind, last, edit, part.length, part));
            at = end;
        } while (at < data.length);
    }

    /** Counts a Ping or Pong frame. */
    void count(Direction direction, boolean ping) {
        (ping ? pings : pongs)[side(direction)]++;
    }

    void close(WebSocket.Close how) {
        close = how;
    }

    WebSocket value(@Nullable String problem) {
        return new WebSocket(sent(0), sent(1), rows, close, problem);
    }

    private WebSocket.Sent sent(int side) {
        return new WebSocket.Sent(messages[side], bytes[side], pings[side], pongs[side]);
    }
}
