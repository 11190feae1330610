package dev.steno.mock.socket;

import dev.steno.flow.Direction;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.flow.WebSocketSource;
import dev.steno.flow.WebSocketSource.Step;
import dev.steno.mock.key.MessageMatch;
import dev.steno.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket that a recorded server's side is played to. The position in the record only goes forward. In lockstep it stands
 * before a message of the client until an equal one has arrived; if the client leaves some out, so does the server what followed
 * them. Guarded by itself; what reads the record runs on the executor.
 */
final class SocketPlay implements WebSocketSource.Messages {
    /** Messages that are read at once; of at most 256 KiB each. */
    private static final int PAGE = 16;

    /** Upper bound on the client's messages that it may have left out before the one that it sent. */
    private static final int LOOK_AHEAD = 32;

    /** Upper bound on the rows that are looked through for a message. */
    private static final int MOST_ROWS = 2_000;

    /** Upper bound on the remarks of one play. */
    private static final int MOST_REMARKS = 10;

    /** The length of a message's text in a remark. */
    private static final int SHOWN = 60;

    /** The server met a condition that ends the WebSocket (RFC 6455, 7.4.1). */
    private static final int INTERNAL_ERROR = 1011;

    private final RecordedSocket recording;
    private final WebSocketSource.Client client;
    private final ArrayDeque<Sent> inbox = new ArrayDeque<>(0); // bounded by the caller, which waits for their stages
    private @Nullable CompletableFuture<@Nullable Step> asked; // what the server does next; null if nobody asks
    private List<Message> page = List.of();
    private long position; // the sequence number of the next row
    private boolean inMessage; // the row before the position is one of the client's, and its message goes on after it
    private boolean inAnswer; // a part of a message of the server was sent, and more follows
    private boolean over; // the last step was taken
    private boolean closed;
    private long last; // the recorded time of the last step
    private int remarks;

    /** A message of the client, and the stage that completes once it was taken. */
    private record Sent(Message.Kind kind, byte[] data, boolean whole, CompletableFuture<?> taken) {}

    SocketPlay(RecordedSocket recording, WebSocketSource.Client client) {
        this.recording = recording;
        this.client = client;
        HttpResponse response = recording.recorded().response();
        this.last = response == null ? Times.UNSET : response.started();
    }

    // ---- on the event loop

    @Override
    public CompletionStage<@Nullable Step> next() {
        CompletableFuture<@Nullable Step> step = new CompletableFuture<>();
        synchronized (this) {
            asked = step;
        }
        proceedSoon();
        return step;
    }

    @Override
    public CompletionStage<?> received(Message.Kind kind, byte[] data, boolean whole) {
        if (recording.pace() != SocketPace.LOCKSTEP) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<?> taken = new CompletableFuture<>();
        synchronized (this) {
            inbox.add(new Sent(kind, data, whole, taken));
        }
        proceedSoon();
        return taken;
    }

    @Override
    public synchronized void close() {
        closed = true;
        inbox.clear();
        page = List.of();
    }

    private void proceedSoon() {
        try {
            client.blocking().execute(this::proceed);
        } catch (RejectedExecutionException e) {
            // the proxy has stopped, and with it the WebSocket
        }
    }

    // ---- on the executor

    private synchronized void proceed() {
        CompletableFuture<@Nullable Step> to = asked;
        if (to == null || closed) {
            return; // a step is being taken, after which the next one is asked for
        }
        try {
            Step step = step();
            if (step != null || over) {
                asked = null;
                to.complete(step);
            }
        } catch (IOException e) {
            asked = null;
            over = true;
            to.completeExceptionally(e);
        }
    }

    /** Returns what the server does next; null if it waits for the client, or has ended the connection. */
    private @Nullable Step step() throws IOException {
        for (Message row = row(position); row != null; row = row(position)) {
            boolean fromClient = row.direction() == Direction.CLIENT_TO_SERVER;
            if (fromClient && awaits(row)) {
                if (!takeMessage()) {
                    return null;
                }
                continue;
            }
            position = row.sequence() + 1;
            inMessage = fromClient ? !row.last() : inMessage;
            if (!fromClient && wasReceived(row)) {
                return send(row);
            }
        }
        for (Sent sent = inbox.poll(); sent != null; sent = inbox.poll()) {
            remark("no message was recorded after which the client sent " + shown(sent));
            sent.taken.complete(null);
        }
        return end();
    }

    private boolean awaits(Message row) {
        return recording.pace() == SocketPace.LOCKSTEP && !inMessage && wasSent(row);
    }

    /** Whether a row is one of a message that the client sent. */
    private static boolean wasSent(Message row) {
        return row.kind() != Message.Kind.RAW && row.edit() != Message.Edit.INJECTED;
    }

    /** Whether a row is one of a message that the client received. */
    private static boolean wasReceived(Message row) {
        return row.kind() != Message.Kind.RAW
                && row.edit() != Message.Edit.DROPPED
                && row.edit() != Message.Edit.UNDELIVERED;
    }

    private Step send(Message row) {
        if (row.trueSize() != row.data().length) {
            over = true;
            remark("the recorded message " + row.sequence() + " is not whole, so the WebSocket was closed");
            return new WebSocketSource.Close(INTERNAL_ERROR, "the recorded message is not whole", 0);
        }
        long pause = pause(row.time());
        inAnswer = !row.last();
        return new WebSocketSource.Send(row.kind(), row.data(), row.last(), pause);
    }

    private long pause(long time) {
        long since = Times.isSet(last) ? Math.max(0, time - last) : 0;
        last = time;
        return recording.pace() == SocketPace.TIMED ? since : 0;
    }

    /** Ends as the recorded server did; waits for the client if that closed the WebSocket, or nobody did. */
    private @Nullable Step end() {
        HttpFlow flow = recording.recorded();
        WebSocket.Close close =
                flow.webSocket() == null ? null : flow.webSocket().close();
        if (close == null || close.direction() == Direction.CLIENT_TO_SERVER) {
            return null;
        }
        over = true;
        boolean cut = close.code() == WebSocket.Close.ABNORMAL || inAnswer;
        return cut
                ? null
                : new WebSocketSource.Close(close.code(), close.reason(), pause(flow.started() + flow.duration()));
    }

    // ---- messages of the client

    /** Takes messages of the client until one is equal to a recorded one, and goes to what follows that. */
    private boolean takeMessage() throws IOException {
        for (Sent sent = inbox.poll(); sent != null; sent = inbox.poll()) {
            boolean found = goTo(sent);
            if (!found) {
                remark("the client sent " + shown(sent) + ", which was not recorded here");
            }
            sent.taken.complete(null);
            if (found) {
                return true;
            }
        }
        return false;
    }

    /** Finds the next recorded message that is equal to one of the client, and goes behind its first row. */
    private boolean goTo(Sent sent) throws IOException {
        boolean within = false;
        int left = 0;
        int rows = 0;
        long at = position;
        for (Message row = row(at); row != null && rows < MOST_ROWS; row = row(at)) {
            at = row.sequence() + 1;
            rows++;
            if (row.direction() != Direction.CLIENT_TO_SERVER) {
                continue;
            }
            boolean begins = !within && wasSent(row);
            within = !row.last();
            if (begins && isEqual(row, sent)) {
                position = at;
                inMessage = within;
                last = row.time();
                if (left > 0) {
                    remark("the client did not send " + left + " recorded message" + (left == 1 ? "" : "s"));
                }
                return true;
            }
            left += begins ? 1 : 0;
            if (left > LOOK_AHEAD) {
                return false;
            }
        }
        return false;
    }

    /** A message that a handler changed is recorded as changed, so any is equal to it. */
    private boolean isEqual(Message first, Sent sent) throws IOException {
        if (first.edit() == Message.Edit.CHANGED) {
            return true;
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream(first.data().length);
        boolean whole = false;
        for (Message row = first; row != null && joined.size() < Message.LIMIT; row = row(row.sequence() + 1)) {
            if (row.direction() == Direction.CLIENT_TO_SERVER) {
                joined.write(row.data(), 0, Math.min(row.data().length, Message.LIMIT - joined.size()));
                if (row.last()) {
                    whole = row.trueSize() == row.data().length && joined.size() <= Message.LIMIT;
                    break;
                }
            }
        }
        return MessageMatch.isEqual(recording.rules(), joined.toByteArray(), sent.data, whole && sent.whole);
    }

    // ---- rows

    /** Returns the first row that has this sequence number or a higher one; null if there is none. */
    private @Nullable Message row(long sequence) throws IOException {
        if (page.isEmpty()
                || sequence < page.get(0).sequence()
                || sequence > page.get(page.size() - 1).sequence()) {
            page = recording.supply().messages(sequence, PAGE);
        }
        for (Message row : page) {
            if (row.sequence() >= sequence) {
                return row;
            }
        }
        return null;
    }

    private void remark(String what) {
        if (remarks++ < MOST_REMARKS) {
            client.remark(what);
        }
    }

    private static String shown(Sent sent) {
        if (sent.kind != Message.Kind.TEXT) {
            return sent.data.length + " bytes";
        }
        String text = new String(sent.data, 0, Math.min(sent.data.length, SHOWN), StandardCharsets.UTF_8);
        return "\"" + Printable.line(text) + (sent.data.length > SHOWN ? "…" : "") + "\"";
    }
}
