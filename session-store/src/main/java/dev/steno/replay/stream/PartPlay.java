package dev.steno.replay.stream;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.flow.WebSocket;
import dev.steno.flow.WebSocketSource;
import dev.steno.flow.WebSocketSource.Step;
import dev.steno.local.ClientPart;
import dev.steno.replay.stream.RecordedPart.Form;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One stream whose client is played from the record. In lockstep a message of the client waits until the server has sent as many
 * as preceded it: in a raw stream, as many bytes. What the server sends is counted, not compared. Its state is that of the tasks
 * that it gives to the executor, one after the other; the event loop only counts, and reads what is volatile.
 */
final class PartPlay implements ClientPart.Play {
    /** Messages that are read at once; of at most 256 KiB each. */
    private static final int PAGE = 16;

    /** How long a server has to do again what it may not do again: to break the connection, or to answer without the client's end. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The client leaves (RFC 6455, 7.4.1). */
    private static final int GOING_AWAY = 1001;

    /** What is awaited of the server before the next step. */
    private enum Awaited {
        NOTHING,
        /** That it has sent as much as preceded. */
        CONTENT,
        /** The same, until the client tells that it has sent all. */
        LAST_CONTENT,
        /** Its Close frame. */
        CLOSE,
        /** That it breaks the connection, as recorded. */
        BREAK
    }

    private final RecordedPart part;
    private final RecordedRows rows;
    private final ClientPart.Stream stream;
    private final OrderedTasks tasks;
    private final AtomicLong received = new AtomicLong(); // what the server has sent
    private volatile Awaited awaited = Awaited.NOTHING;
    private volatile long expected; // what the server had sent before the position
    private volatile boolean closed;
    private final CompletableFuture<Void> settled = new CompletableFuture<>(); // after it has ended
    private volatile @Nullable String late; // for what the client has waited too long, or why it cannot go on
    private volatile @Nullable String shortfall; // in what the stream fell short of the record

    // of the tasks
    private @Nullable CompletableFuture<@Nullable Step> asked; // what the client does next; null if nobody asks
    private long lateAt; // the System.nanoTime at which the wait is over
    private boolean bounded; // whether the wait has such a time
    private long alarmAt; // when it is looked next whether a wait is over
    private boolean alarmed; // whether there is such a time
    private List<Message> page = List.of();
    private long position; // the sequence number of the next row
    private boolean inMessage; // a part of a message was sent, and more follows
    private long last; // the recorded time of the last step
    private boolean halfClosed;
    private boolean unsent; // a message was given that is not sent yet
    private boolean over; // the last step was taken

    PartPlay(RecordedPart part, RecordedRows rows, ClientPart.Stream stream) {
        this.part = part;
        this.rows = rows;
        this.stream = stream;
        this.tasks = new OrderedTasks(stream.blocking());
        this.last = part.opened();
    }

    // ---- on the event loop

    @Override
    public CompletionStage<@Nullable Step> next() {
        CompletableFuture<@Nullable Step> step = new CompletableFuture<>();
        tasks.add(() -> {
            asked = step;
            unsent = false;
            proceed();
        });
        return step;
    }

    @Override
    public void received(long more) {
        long all = received.addAndGet(more);
        // in this order: a wait begins before it looks at what was received, so that one of both sees the other
        if (all >= expected && (awaited == Awaited.CONTENT || awaited == Awaited.LAST_CONTENT)) {
            tasks.add(this::proceed);
        }
    }

    @Override
    public CompletionStage<?> serverCloses() {
        CompletableFuture<Void> noted = new CompletableFuture<>();
        tasks.add(() -> {
            conclude();
            String missing = shortfall;
            if (missing != null) {
                stream.remark("the WebSocket ended early: " + missing);
            }
            noted.complete(null);
        });
        return noted;
    }

    @Override
    public void close() {
        closed = true;
        tasks.add(() -> {
            conclude();
            rows.close();
            page = List.of();
            settled.complete(null);
        });
    }

    // ---- on the executor

    private void proceed() {
        CompletableFuture<@Nullable Step> to = asked;
        if (to == null || closed) {
            return; // a step is being taken, after which the next one is asked for
        }
        try {
            Step step = step();
            if (step != null || over) {
                awaited = Awaited.NOTHING;
                asked = null;
                unsent = step instanceof WebSocketSource.Send;
                to.complete(step);
            }
        } catch (IOException e) {
            asked = null;
            late = e.getMessage();
            over = true;
            to.completeExceptionally(e);
        }
    }

    /** Returns what the client does next; null if it waits for the server, or ends the connection. */
    private @Nullable Step step() throws IOException {
        if (hasMore()) {
            Message row = Objects.requireNonNull(row(position), "there is one more");
            if (!part.pace().timed() && !inMessage && received.get() < expected) {
                await(Awaited.CONTENT, Math.max(0, row.time() - last));
                return null;
            }
            position = row.sequence() + 1;
            inMessage = !row.last();
            return send(row);
        }
        return part.isRaw() ? endOfPieces() : endOfMessages();
    }

    private boolean isSent(Message row) {
        return row.kind() != Message.Kind.RAW
                && switch (row.edit()) {
                    case NONE, CHANGED -> true;
                    case INJECTED -> part.form() == Form.FINAL;
                    case DROPPED -> part.form() == Form.AS_CLIENT;
                    case UNDELIVERED -> false;
                };
    }

    /** Counts what surely arrives again: an injected message may not, and a dropped one may be dropped again. */
    private long count(Message row) {
        if (row.kind() == Message.Kind.RAW || row.edit() != Message.Edit.NONE && row.edit() != Message.Edit.CHANGED) {
            return 0;
        }
        return part.isRaw() ? row.trueSize() : row.last() ? 1 : 0;
    }

    private Step send(Message row) throws IOException {
        if (row.trueSize() != row.data().length) {
            throw new IOException("message " + row.sequence() + " of the record has only " + row.data().length + " of "
                    + row.trueSize() + " bytes, so it cannot be sent again");
        }
        return new WebSocketSource.Send(row.kind(), row.data(), row.last(), pause(row.time()));
    }

    private long pause(long time) {
        long since = Math.max(0, time - last);
        last = time;
        return part.pace().timed() ? part.pace().scaled(since) : 0;
    }

    // ---- the end

    /** Ends a raw stream once the server has sent as much as recorded; for that, it may need to know that the client has sent all. */
    private @Nullable Step endOfPieces() {
        if (received.get() < expected) {
            if (part.mayHalfClose() && !halfClosed) {
                await(Awaited.LAST_CONTENT, 0);
            } else {
                await(Awaited.CONTENT, Math.max(0, part.ended() - last));
            }
            return null;
        }
        over = true;
        return null;
    }

    /** Ends a WebSocket as it was recorded. */
    private @Nullable Step endOfMessages() {
        WebSocket.Close close = part.close();
        boolean byServer = close != null && close.direction() == Direction.SERVER_TO_CLIENT;
        boolean broken = close != null && close.code() == WebSocket.Close.ABNORMAL;
        if (received.get() < expected) {
            await(Awaited.CONTENT, Math.max(0, part.ended() - last));
            return null;
        }
        if (byServer) {
            await(broken ? Awaited.BREAK : Awaited.CLOSE, Math.max(0, part.ended() - last));
            return null;
        }
        over = true;
        if (broken) {
            return null;
        }
        long pause = pause(part.ended());
        return close == null
                ? new WebSocketSource.Close(GOING_AWAY, "", pause)
                : new WebSocketSource.Close(close.code(), close.reason(), pause);
    }

    // ---- waits

    /** @param recorded how long it took in the record, in nanoseconds */
    private void await(Awaited what, long recorded) {
        if (awaited == what) {
            return;
        }
        awaited = what;
        long patience = part.pace().patience().toNanos();
        boolean grace = what == Awaited.BREAK || what == Awaited.LAST_CONTENT;
        bounded = grace || patience > 0;
        if (bounded) {
            lateAt = System.nanoTime() + (grace ? GRACE_NANOS : patience + recorded);
            alarm();
        }
        if (received.get() >= expected && (what == Awaited.CONTENT || what == Awaited.LAST_CONTENT)) {
            tasks.add(this::proceed); // it came between the look and the wait
        }
    }

    /** A look is due at the end of the wait, or before: most waits end sooner, and one look serves many. */
    private void alarm() {
        if (alarmed && alarmAt - lateAt <= 0) {
            return;
        }
        alarmed = true;
        alarmAt = lateAt;
        long nanos = Math.max(1, lateAt - System.nanoTime());
        stream.later(nanos, () -> tasks.add(this::look));
    }

    private void look() {
        alarmed = false;
        CompletableFuture<@Nullable Step> to = asked;
        if (closed || to == null || awaited == Awaited.NOTHING || !bounded) {
            return; // the next wait sets an alarm
        }
        if (lateAt - System.nanoTime() > 0) {
            alarm();
        } else if (awaited == Awaited.LAST_CONTENT) {
            halfClosed = true;
            give(to, new WebSocketSource.Close(WebSocket.Close.NO_CODE, "", 0));
        } else if (awaited == Awaited.BREAK) {
            over = true;
            give(to, new WebSocketSource.Close(GOING_AWAY, "", 0));
        } else {
            String why = "waited for " + missing() + ", for longer than --timeout";
            late = why;
            over = true;
            asked = null;
            to.completeExceptionally(new IOException(why));
        }
    }

    private void give(CompletableFuture<@Nullable Step> to, Step step) {
        awaited = Awaited.NOTHING;
        asked = null;
        to.complete(step);
    }

    // ---- what is told

    private String missing() {
        if (awaited == Awaited.CLOSE) {
            WebSocket.Close close = part.close();
            return "the server to close the WebSocket, as it did in the record"
                    + (close == null || close.code() == WebSocket.Close.NO_CODE ? "" : " with code " + close.code());
        }
        long total = Math.max(part.fromServer(), expected);
        return part.isRaw()
                ? String.format(Locale.ROOT, "byte %,d of %,d of the server", received.get() + 1, total)
                : "server message " + (received.get() + 1) + " of " + total;
    }

    /** Returns for what the client waits, a clause; null if it waits for nothing. Any thread. */
    @Nullable
    String waiting() {
        return closed || awaited == Awaited.NOTHING || awaited == Awaited.BREAK ? null : "waited for " + missing();
    }

    /** Returns for what the client has waited too long, or why it could not go on; null if it did. Any thread. */
    @Nullable
    String late() {
        return late;
    }

    /** Returns a stage that completes once the stream has ended and {@link #shortfall} is known. */
    CompletionStage<Void> settled() {
        return settled;
    }

    /** Returns in what the stream fell short of the record, a clause; null if in nothing. Any thread, once it is settled. */
    @Nullable
    String shortfall() {
        return shortfall;
    }

    /** The stream ends: finds out what is missing. */
    private void conclude() {
        boolean more = unsent;
        try {
            more |= !over && hasMore();
        } catch (IOException e) {
            late = late == null ? e.getMessage() : late;
        }
        long came = received.get();
        if (!more && came >= expected) {
            shortfall = null;
            return;
        }
        long total = more ? Math.max(expected, part.fromServer()) : expected;
        String of = part.isRaw()
                ? String.format(Locale.ROOT, "%,d of %,d bytes of the server came", came, total)
                : came + " of " + total + (total == 1 ? " server message came" : " server messages came");
        shortfall = more ? of + ", and the client had more to send" : of;
    }

    /** Reads on to the next message of the client; returns whether there is one. */
    private boolean hasMore() throws IOException {
        for (Message row = row(position); row != null; row = row(position)) {
            boolean fromClient = row.direction() == Direction.CLIENT_TO_SERVER;
            if (fromClient && isSent(row)) {
                return true;
            }
            position = row.sequence() + 1;
            expected = expected + (fromClient ? 0 : count(row));
        }
        return false;
    }

    // ---- rows

    /** Returns the first row that has this sequence number or a higher one; null if there is none. */
    private @Nullable Message row(long sequence) throws IOException {
        if (page.isEmpty()
                || sequence < page.get(0).sequence()
                || sequence > page.get(page.size() - 1).sequence()) {
            page = rows.rows(sequence, PAGE);
        }
        for (Message row : page) {
            if (row.sequence() >= sequence) {
                return row;
            }
        }
        return null;
    }
}
