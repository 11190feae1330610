package dev.steno.exchange;

import dev.steno.addon.HoldTerms;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.HookChain;
import dev.steno.exchange.head.Framing;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The transfer of one of the two messages of an exchange: a hook decides on its head, its body is buffered if a handler
 * requested it whole, and then the message is forwarded. Owned by the exchange; on its event loop.
 *
 * <p>Data that arrives before it may be forwarded is queued in order. Re-entrancy: a call to the wire may find a
 * connection broken and end the exchange before it returns, so code after such a call checks the stage again.
 */
abstract sealed class MessageTransfer permits RequestTransfer, ResponseTransfer {

    /** The stages of a transfer, in order; some are skipped. */
    enum Stage {
        /** The head has not arrived. */
        AWAITING_HEAD,
        /** A hook decides on the head, or on the whole message. */
        IN_HOOK,
        /** The body is buffered for a handler that requested the whole message. */
        BUFFERING,
        /** Requests only: ready to be sent, waiting for a connection to the server. */
        CONNECTING,
        /** Forwarded while it arrives. */
        STREAMING,
        /** Data that still arrives is released, because another response was sent or the receiver is gone. */
        DISCARDING
    }

    /** How long a body of unknown length is buffered for handlers that want at least the head, in nanoseconds. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

    final Wire wire;
    final LiveFlow flow;
    final HttpExchange exchange;
    private final AddonRuntime addons;
    private final Hook<HttpFlow> headHook;
    private final Hook<HttpFlow> wholeHook;
    private final BodyTee tee;
    private final ChunkQueue waiting;

    private Stage stage = Stage.AWAITING_HEAD;
    private int wanted; // limit in bytes for a whole body, as requested by handlers of the head; 0 if none did
    private boolean headWanted; // the hook of the whole message runs before it is forwarded, even without its body
    private boolean whole; // the queue has the whole body
    private boolean ended; // the message is complete or truncated; further input is ignored
    private boolean sent; // the end was sent
    private boolean shownWhole; // the whole message was given to its hook
    private boolean slow; // the body was in progress at the last call of recordSlowBody
    private HookChain.@Nullable Run run;
    private @Nullable HttpFlow shown; // what the handlers of the hook in progress were given
    private @Nullable HeldMessage held;

    MessageTransfer(HttpExchange exchange, Hook<HttpFlow> headHook, Hook<HttpFlow> wholeHook) {
        this.exchange = exchange;
        this.wire = exchange.wire();
        this.flow = exchange.liveFlow();
        this.addons = exchange.addons();
        this.headHook = headHook;
        this.wholeHook = wholeHook;
        this.tee = new BodyTee(addons);
        this.waiting = new ChunkQueue(addons.heldBytes());
    }

    // ---- where requests and responses differ

    /** The Content-Length in bytes; -1 if there is none, or if the message has no body whatever its fields say. */
    abstract long announcedLength();

    /** The body of this message in a flow; null if the flow has no such message. */
    abstract @Nullable Body body(HttpFlow shown);

    /** A copy of a flow in which this message has another body. */
    abstract HttpFlow withBody(HttpFlow of, Body body);

    /**
     * Applies the changes of handlers to the live flow.
     *
     * @param shown the flow that the handlers were given
     * @param after the flow that they returned
     * @param replaced the body that replaces the one shown; null if none does
     */
    abstract void applyEdit(HttpFlow shown, HttpFlow after, @Nullable Body replaced);

    /** Whether this message can have a body by its method and status. */
    abstract boolean mayHaveBody(HttpFlow shown);

    /** Called when a handler has requested the whole body and no byte of it has arrived. */
    abstract void askForBody();

    /** Forwards the message as soon as that is possible. */
    abstract void forward();

    abstract void sendData(Chunk chunk);

    abstract void sendEnd();

    abstract void holdReading(boolean held);

    abstract void recordBody(Body soFar);

    abstract void recordEnd(Body whole, @Nullable Headers trailers);

    // ---- its state

    /** The hold of this message; null if it is not held. */
    final @Nullable HeldMessage held() {
        return held;
    }

    final Stage stage() {
        return stage;
    }

    final void enterStage(Stage next) {
        stage = next;
    }

    /** Bytes buffered so far of an incomplete body that a handler requested whole; -1 if no body is buffered. */
    final long bufferedBytes() {
        return stage == Stage.BUFFERING && !ended ? waiting.size() : -1;
    }

    /** Whether the message is complete, or its rest will never arrive. */
    final boolean hasEnded() {
        return ended;
    }

    /** Whether the end of the message was sent. */
    final boolean wasSent() {
        return sent;
    }

    /**
     * Puts the sent bytes of the body back in front of the queue. Returns false if they are no longer in memory, i.e.
     * if the body has become too large to be recorded inline.
     *
     * @param bodySent number of bytes that were sent
     */
    final boolean rewindBody(long bodySent) {
        if (bodySent == 0) {
            return true;
        }
        Body recorded = body(flow.flow());
        byte[] came = ended && recorded != null ? Framing.bytes(recorded) : tee.inlineBytes();
        if (came.length != bodySent + waiting.size()) {
            return false;
        }
        waiting.releaseAll();
        waiting.addChunk(Chunk.of(came));
        return true;
    }

    /** The message will be sent again, from its head. */
    final void markUnsent() {
        sent = false;
    }

    // ---- the head

    /** Runs the hook of the head; forwards the message at once if no handler is registered. */
    final void runHeadHook() {
        stage = Stage.IN_HOOK;
        tee.expectSize(announcedLength());
        if (addons.hooks().isEmpty(headHook)) {
            flow.publishOpened();
            forward();
            return;
        }
        HttpFlow given = flow.flow();
        shown = given;
        run = runHook(headHook, given, new HeadContext(), this::headHookDone);
        if (stage == Stage.IN_HOOK) {
            if (held == null) {
                flow.publish(); // so that the flow is visible while a handler decides
            }
            holdReading(true);
        }
    }

    private void headHookDone(HookChain.Outcome<HttpFlow> outcome) {
        applyHead(outcome.subject());
        shown = null;
        flow.publishOpened();
        if (exchange.applyVerdict(outcome.verdict())) {
            return;
        }
        if (wanted > 0 && Math.max(announcedLength(), waiting.size()) <= wanted) {
            bufferBody();
        } else {
            stopBuffering();
        }
    }

    /** The body cannot be buffered, or not further. */
    private void stopBuffering() {
        if (headWanted) {
            runHookWithoutBody();
        } else {
            forward();
        }
    }

    private void bufferBody() {
        stage = Stage.BUFFERING;
        holdReading(false);
        if (stage != Stage.BUFFERING) {
            return;
        }
        if (ended) {
            runWholeHook();
            return;
        }
        if (headWanted && announcedLength() < 0) {
            exchange.later(PATIENCE, () -> {
                if (stage == Stage.BUFFERING && !ended) {
                    stopBuffering();
                }
            });
        }
        if (waiting.isEmpty()) {
            askForBody();
        }
    }

    // ---- the body

    /** A part of the body was read. Takes ownership of the chunk. */
    final void receiveData(Chunk chunk) {
        if (stage == Stage.DISCARDING) {
            chunk.release();
            return;
        }
        if (tee.copyChunk(chunk)) {
            recordBody(tee.soFar());
            flow.publish();
        }
        if (stage == Stage.STREAMING && waiting.isEmpty()) {
            sendData(chunk);
            return;
        }
        waiting.addChunk(chunk);
        if (stage == Stage.BUFFERING
                && (waiting.size() > wanted || addons.heldBytes().isExceeded())) {
            stopBuffering();
        }
    }

    /** The message is complete. */
    final void receiveEnd(@Nullable Headers trailers) {
        if (ended || stage == Stage.DISCARDING) {
            return;
        }
        ended = true;
        recordEnd(tee.finishBody(true), trailers);
        if (stage == Stage.BUFFERING) {
            runWholeHook();
        } else if (stage == Stage.STREAMING) {
            finishSending();
        }
    }

    /**
     * Records the received part of a body that was in progress at the previous call; returns whether there were new
     * bytes.
     */
    final boolean recordSlowBody() {
        boolean due = slow && !ended && tee.spillSoFar();
        slow = stage != Stage.AWAITING_HEAD && !ended;
        if (due) {
            recordBody(tee.soFar());
        }
        return due;
    }

    /** Forgets the bytes of the body that are not recorded yet; its size is recorded. */
    final void withholdBody() {
        tee.withhold();
        recordBody(ended ? tee.finishBody(true) : tee.soFar());
    }

    private void runWholeHook() {
        stage = Stage.IN_HOOK;
        shownWhole = true;
        whole = true;
        HttpFlow now = flow.flow();
        HttpFlow given = withBody(now, waiting.isEmpty() ? Body.NONE : new Body.Inline(waiting.joined(body(now))));
        shown = given;
        run = runHook(wholeHook, given, new WholeContext(), this::wholeHookDone);
    }

    private void runHookWithoutBody() {
        stage = Stage.IN_HOOK;
        shownWhole = true;
        HttpFlow given = flow.flow();
        shown = given;
        run = runHook(wholeHook, given, new WholeContext(), this::wholeHookDone);
        if (stage == Stage.IN_HOOK) {
            holdReading(true);
        }
    }

    private void wholeHookDone(HookChain.Outcome<HttpFlow> outcome) {
        apply(outcome.subject());
        shown = null;
        if (!exchange.applyVerdict(outcome.verdict())) {
            forward();
        }
    }

    private void apply(HttpFlow after) {
        if (whole) {
            applyWhole(after);
        } else {
            applyHead(after);
        }
    }

    private void applyHead(HttpFlow after) {
        applyEdit(Objects.requireNonNull(shown, "no hook is in progress"), after, null);
    }

    private void applyWhole(HttpFlow after) {
        HttpFlow before = Objects.requireNonNull(shown, "no hook is in progress");
        Body body = body(after);
        boolean refused = !(body instanceof Body.None) && !mayHaveBody(after);
        if (body == null || body.equals(body(before)) || body instanceof Body.Stored || refused) {
            applyEdit(before, after, null); // the body was not replaced, or by one whose bytes are not in memory
        } else {
            byte[] bytes = Framing.bytes(body);
            waiting.releaseAll();
            if (bytes.length > 0) {
                waiting.addChunk(Chunk.of(bytes));
            }
            applyEdit(before, after, exchange.recordedBody(bytes));
        }
    }

    // ---- holding

    private final class HeadContext implements HookContext {
        @Override
        public void wantBody(int limit) {
            wanted = Math.max(wanted, limit);
        }

        @Override
        public void wantBodyOrHead(int limit) {
            wantBody(limit);
            headWanted = true;
        }

        @Override
        public boolean canHold() {
            return true;
        }

        @Override
        public <T> CompletionStage<Verdict<T>> hold(T subject, HoldTerms terms) {
            return beginHold(subject, terms);
        }
    }

    private final class WholeContext implements HookContext {
        @Override
        public void wantBody(int limit) {
            // the body is there, or cannot be held
        }

        @Override
        public boolean canHold() {
            return true;
        }

        @Override
        public <T> CompletionStage<Verdict<T>> hold(T subject, HoldTerms terms) {
            return beginHold(subject, terms);
        }
    }

    @SuppressWarnings("unchecked") // the subject of the hook is a flow, so T is HttpFlow
    private <T> CompletionStage<Verdict<T>> beginHold(T subject, HoldTerms terms) {
        HttpFlow draft = (HttpFlow) subject;
        applyDraft(Objects.requireNonNull(shown, "no hook is in progress"), draft);
        HeldMessage hold = new HeldMessage(this, flow, point(), draft);
        held = hold;
        hold.begin(terms, exchange);
        exchange.holdBegan();
        flow.publish();
        return (CompletionStage<Verdict<T>>) (CompletionStage<?>) hold.verdict();
    }

    /** Applies the changes of a held message, so that they are recorded before it is sent. */
    final void applyDraft(HttpFlow before, HttpFlow after) {
        if (before != after) {
            apply(after);
        }
        shown = after;
    }

    /** Returns whether this hold was in progress, and is no longer. */
    final boolean endHold(HeldMessage hold) {
        if (held != hold) {
            return false;
        }
        held = null;
        exchange.holdEnded();
        return true;
    }

    private Hold.Point point() {
        if (headHook == Hook.REQUEST_HEAD) {
            return whole ? Hold.Point.REQUEST : Hold.Point.REQUEST_HEAD;
        }
        return whole ? Hold.Point.RESPONSE : Hold.Point.RESPONSE_HEAD;
    }

    // ---- forwarding

    /** The head was sent: sends the queue, then resumes reading. */
    final void streamBody() {
        while (stage == Stage.STREAMING) {
            Chunk next = waiting.poll();
            if (next == null) {
                break;
            }
            sendData(next);
        }
        if (stage == Stage.STREAMING) {
            holdReading(false);
        }
        if (stage == Stage.STREAMING && ended && !sent) {
            finishSending();
        }
    }

    private void finishSending() {
        sent = true;
        sendEnd();
        if (!shownWhole && !flow.isClosed() && !addons.hooks().isEmpty(wholeHook)) {
            shownWhole = true;
            HttpFlow given = flow.flow();
            runHook(
                    wholeHook,
                    given,
                    HookContext.NONE,
                    outcome -> flow.applyNotes(given.notes(), outcome.subject().notes()));
        }
        exchange.finishIfBothEnded();
    }

    private HookChain.Run runHook(
            Hook<HttpFlow> hook, HttpFlow shown, HookContext context, Consumer<HookChain.Outcome<HttpFlow>> done) {
        return addons.hooks().run(hook, flow.id(), shown, context, exchange.loop(), done);
    }

    // ---- ends

    /** The rest of the message will never arrive: records the part that arrived. */
    final void truncate() {
        if (!ended) {
            ended = true;
            recordEnd(tee.finishBody(false), null);
        }
    }

    /** Another message is sent in place of this one; further input of this message is ignored. */
    final void beginReplacement() {
        cancelHook();
        waiting.releaseAll();
        stage = Stage.STREAMING;
        ended = true;
    }

    /** The end of the replacement is about to be sent. */
    final void endReplacement() {
        sent = true;
    }

    /** Releases the queue and all data that still arrives. */
    final void discardRest() {
        stage = Stage.DISCARDING;
        waiting.releaseAll();
    }

    /** Cancels a hook that has not decided yet, if any. */
    final void cancelHook() {
        if (run != null) {
            run.cancel();
        }
    }
}
