package dev.steno.exchange.body;

import dev.steno.content.stream.TransformChain;
import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.Headers;
import dev.steno.flow.Notes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of a peer as transforms of handlers send it. The peer's bytes are queued and recorded as the original; tasks on
 * the executor transform them, one at a time, whenever the receiver wants a piece. On the exchange's event loop, but for the
 * tasks.
 */
public final class TransformedBody implements BodySource, BodySource.Pieces {
    /** Queued bytes from which the peer is not read on. */
    private static final int FULL = 256 * 1024;

    /** How long bytes are held back that more input may change, in nanoseconds. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);

    /** The transfer of the message. On the event loop. */
    public interface Owner {
        /** More of the peer's body is recorded. */
        void recorded(Body soFar);

        /** The queue is full, or is no longer. */
        void full(boolean now);
    }

    private final BodyTee original;
    private final Owner owner;
    private final ExchangeLoop loop;
    private final List<Supplier<BodyTransform>> suppliers;
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    private int queued; // bytes
    private boolean full;
    private boolean peerEnded;
    private boolean ended; // nothing more is queued
    private boolean parked; // a piece is asked for, and no task is in progress
    private boolean releases; // what was marked is sent though nothing followed
    private boolean timed; // a release is scheduled
    private boolean closed;
    private @Nullable Headers trailers;
    private CompletableFuture<@Nullable Piece> asked = CompletableFuture.completedFuture(null);

    private final ArrayDeque<byte[]> work = new ArrayDeque<>(); // of the task in progress, as is all that follows
    private @Nullable TransformChain chain;
    private boolean told; // the transforms know of the end

    /**
     * @param suppliers each makes a transform, on the executor
     * @param original records what the peer sends
     */
    public TransformedBody(List<Supplier<BodyTransform>> suppliers, BodyTee original, Owner owner, ExchangeLoop loop) {
        this.suppliers = List.copyOf(suppliers);
        this.original = original;
        this.owner = owner;
        this.loop = loop;
    }

    // ---- what the peer sends

    /** Takes a part of the peer's body. Takes ownership of the chunk. */
    public void receive(Chunk chunk) {
        if (original.copyChunk(chunk)) {
            owner.recorded(original.soFar());
        }
        enqueue(chunk);
    }

    /** Takes a part that was recorded already. Takes ownership of the chunk. */
    public void enqueue(Chunk chunk) {
        byte[] bytes = new byte[chunk.size()];
        chunk.copyTo(0, bytes, 0, bytes.length);
        chunk.release();
        if (closed || ended) {
            return;
        }
        queue.add(bytes);
        queued += bytes.length;
        if (queued > FULL && !full) {
            full = true;
            owner.full(true);
        }
        resume();
    }

    /** The peer's body is complete; returns it as recorded. */
    public Body receiveEnd(@Nullable Headers arrived) {
        trailers = arrived;
        peerEnded = true;
        ended = true;
        Body whole = original.finishBody(true);
        resume();
        return whole;
    }

    /** The rest of the peer's body will not arrive. */
    public void abandon() {
        peerEnded = true;
        close();
    }

    /** Whether nothing more of the peer's body will arrive. */
    public boolean hasPeerEnded() {
        return peerEnded;
    }

    /** Whether the peer is not read because of the queue. */
    public boolean isFull() {
        return full;
    }

    /** What is recorded of the peer's body. */
    public BodyTee original() {
        return original;
    }

    private void drained() {
        if (full && !closed && queued < FULL / 2) {
            full = false;
            owner.full(false);
        }
    }

    // ---- what is sent

    @Override
    public long length() {
        return -1;
    }

    @Override
    public Pieces open(Executor executor) {
        return this;
    }

    @Override
    public CompletionStage<@Nullable Piece> next() {
        asked = new CompletableFuture<>();
        begin();
        return asked;
    }

    private void resume() {
        if (parked) {
            parked = false;
            begin();
        }
    }

    /** Begins a task; none is in progress. */
    private void begin() {
        if (work.isEmpty() && queued > 0) {
            work.addAll(queue);
            queue.clear();
            queued = 0;
            if (full) {
                loop.soon(this::drained);
            }
        }
        CompletableFuture<@Nullable Piece> piece = asked;
        boolean last = ended && queued == 0;
        boolean due = releases;
        releases = false;
        try {
            loop.blocking().execute(() -> transform(piece, last, due));
        } catch (RejectedExecutionException e) {
            piece.completeExceptionally(e);
        }
    }

    /** The transforms have nothing to send before they are given more. */
    private void needsMore(CompletableFuture<@Nullable Piece> piece, boolean held) {
        if (closed) {
            piece.complete(null);
        } else if (queued > 0 || ended || releases) {
            begin();
        } else {
            parked = true;
            if (held && !timed) {
                timed = true;
                loop.later(PATIENCE, this::releaseHeld);
            }
        }
    }

    /** What was held back for a while is sent. */
    private void releaseHeld() {
        timed = false;
        releases = true;
        resume();
    }

    /** The trailers to send; call after the last piece. */
    public @Nullable Headers trailers() {
        return chain == null ? trailers : chain.trailers(trailers);
    }

    /** The notes of the flow; call before a piece is sent, and after the last. */
    public Notes noted(Notes notes) {
        return chain == null ? notes : chain.noted(notes);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        queue.clear();
        queued = 0;
        if (parked) {
            parked = false;
            asked.complete(null);
        }
        try {
            asked.whenCompleteAsync((piece, error) -> closeChain(), loop.blocking());
        } catch (RejectedExecutionException e) {
            // the process ends
        }
    }

    // ---- tasks on the executor

    /**
     * Transforms until there is a piece to send, or until everything is put in.
     *
     * @param last whether nothing follows
     * @param due whether what was marked is released
     */
    private void transform(CompletableFuture<@Nullable Piece> piece, boolean last, boolean due) {
        try {
            TransformChain all = chain == null ? made() : chain;
            chain = all;
            if (due) {
                all.release();
            }
            while (true) {
                byte[] sent = all.next();
                if (sent != null) {
                    piece.complete(new Piece(sent, 0));
                    return;
                }
                byte[] next = work.poll();
                if (next != null) {
                    all.put(next);
                } else if (last && !told) {
                    told = true;
                    all.end();
                } else if (last) {
                    piece.complete(null);
                    return;
                } else {
                    boolean held = all.mark();
                    loop.soon(() -> needsMore(piece, held));
                    return;
                }
            }
        } catch (IOException | RuntimeException e) {
            piece.completeExceptionally(e);
        }
    }

    private TransformChain made() {
        List<BodyTransform> transforms = new ArrayList<>(suppliers.size());
        suppliers.forEach(supplier -> transforms.add(supplier.get()));
        return new TransformChain(transforms);
    }

    private void closeChain() {
        work.clear();
        if (chain != null) {
            chain.close();
        }
    }
}
