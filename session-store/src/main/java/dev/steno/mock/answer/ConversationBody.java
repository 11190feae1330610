package dev.steno.mock.answer;

import dev.steno.flow.Body;
import dev.steno.flow.DuplexSource;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.PieceTimes;
import dev.steno.flow.Times;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a recorded call of gRPC in which both sides send messages: what the server sent after the n-th message of
 * its client is sent after the n-th message of this client. Which came first is known to the millisecond, so answers that followed
 * within one may be sent earlier, and never wait for a message that the client sends only after them. A client that sends nothing for
 * {@link #PATIENCE} gets what follows nevertheless.
 */
public final class ConversationBody implements DuplexSource {
    /** How long a message of the client is waited for, in nanoseconds. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final Body.Stored body;
    private final BodySupply bytes;
    private final PieceSupply times;
    private final RecordedMessages asked;
    private final long started;
    private final boolean clientEndedFirst;
    private final GrpcMessages received = new GrpcMessages();
    private long awaited; // messages; this and the following are guarded by this object, as is what was received
    private boolean ended;
    private @Nullable CompletableFuture<@Nullable Void> waiting;

    /** @param recorded has a response whose body is stored with the times of its pieces */
    ConversationBody(HttpFlow recorded, BodySupply bytes, PieceSupply times) {
        HttpResponse response = Objects.requireNonNull(recorded.response(), "a response");
        this.body = (Body.Stored) response.body();
        this.bytes = bytes;
        this.times = times;
        this.started = response.started();
        this.asked = new RecordedMessages(recorded.request(), bytes, times);
        long end = recorded.request().ended();
        this.clientEndedFirst = Times.isSet(end) && end <= response.ended();
    }

    /** Whether a flow is such a call: its response began before its request had ended. */
    public static boolean isRecorded(HttpFlow recorded) {
        HttpResponse response = recorded.response();
        return response != null
                && PieceTimes.areKeptFor(recorded.request().headers())
                && PieceTimes.areKeptFor(response.headers())
                && Times.isSet(response.started())
                && (!Times.isSet(recorded.request().ended())
                        || recorded.request().ended() > response.started());
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    public void requestData(byte[] data) {
        CompletableFuture<@Nullable Void> due;
        synchronized (this) {
            received.put(data, 0, data.length);
            due = received.complete() >= awaited ? waiting : null;
        }
        if (due != null) {
            due.complete(null);
        }
    }

    @Override
    public void requestEnded() {
        CompletableFuture<@Nullable Void> due;
        synchronized (this) {
            ended = true;
            due = waiting;
        }
        if (due != null) {
            due.complete(null);
        }
    }

    /** Completes once the client has sent so many messages, or its last one. */
    private synchronized CompletionStage<@Nullable Void> awaitMessages(long count) {
        CompletableFuture<@Nullable Void> stage = new CompletableFuture<>();
        if (ended || received.complete() >= count) {
            stage.complete(null);
        } else {
            awaited = count;
            waiting = stage.completeOnTimeout(null, PATIENCE, TimeUnit.NANOSECONDS);
        }
        return stage;
    }

    @Override
    public Pieces open(Executor blocking) {
        return new Reading(blocking);
    }

    /**
     * A part of the conversation.
     *
     * @param piece null for the end
     * @param after how many messages of the client come before it
     */
    private record Step(@Nullable Piece piece, long after) {}

    /** One reading. Its tasks run one after the other, so the streams are used by one thread at a time. */
    private final class Reading implements Pieces {
        private final Executor blocking;
        private final ArrayDeque<PieceTimes.Piece> ahead = new ArrayDeque<>(); // those of one chunk
        private CompletableFuture<@Nullable Piece> last = CompletableFuture.completedFuture(null);
        private @Nullable InputStream stream;
        private int sequence;
        private long at = started;

        Reading(Executor blocking) {
            this.blocking = blocking;
        }

        @Override
        public CompletionStage<@Nullable Piece> next() {
            last = CompletableFuture.supplyAsync(this::read, blocking)
                    .thenCompose(step -> awaitMessages(step.after).thenApply(done -> step.piece));
            return last;
        }

        private Step read() {
            try {
                if (ahead.isEmpty()) {
                    ahead.addAll(times.pieces(body.id(), sequence++));
                }
                PieceTimes.Piece piece = ahead.poll();
                if (piece == null) {
                    return new Step(null, clientEndedFirst ? Long.MAX_VALUE : 0);
                }
                InputStream open = stream == null ? bytes.open(body) : stream;
                stream = open;
                byte[] read = open.readNBytes(piece.length());
                if (read.length < piece.length()) {
                    throw new EOFException("the recorded body is shorter than its pieces");
                }
                long before = at;
                at += piece.pause();
                long after = asked.before(at - PieceTimes.RESOLUTION);
                long pause = Math.max(0, at - Math.max(before, asked.last()));
                return new Step(new Piece(read, pause), after);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        }

        @Override
        public void close() {
            requestEnded(); // nothing is waited for any more
            try {
                last.whenCompleteAsync((piece, error) -> closeStreams(), blocking);
            } catch (RejectedExecutionException e) {
                // the process ends, which closes the files
            }
        }

        private void closeStreams() {
            try {
                asked.close();
                if (stream != null) {
                    stream.close();
                }
            } catch (IOException e) {
                // they were only read
            }
        }
    }
}
