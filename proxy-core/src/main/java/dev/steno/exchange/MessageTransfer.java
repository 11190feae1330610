package dev.steno.exchange;

import dev.steno.addon.HoldTerms;
import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.HookChain;
import dev.steno.exchange.body.BodyTee;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.head.Framing;
import dev.steno.exchange.record.LiveFlow;
import dev.steno.exchange.wire.Wire;
import dev.steno.flow.Body;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TrailerChange;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The transfer of one of the two messages of an exchange: a hook decides on its head, its body is buffered if a handler
 * requested it whole, and then the message is forwarded. Owned by the exchange; on its event loop.
 *
 * <p>Data that arrives before it may be forwarded is queued in order. Re-entrancy: a call to the wire may find a
 * connection broken and end the exchange before it returns, so code after such a call checks the stage again.
 */
abstract sealed class MessageTransfer extends MessageDirection implements MessageEnd.Trailing
        permits RequestTransfer, ResponseTransfer {
    final Wire wire;
    final LiveFlow flow;
    final ExchangeScope exchange;
    private final AddonRuntime addons;
    private final Hook<HttpFlow> headHook;
    private final Hook<HttpFlow> wholeHook;
    private BodyTee tee;
    final Backlog waiting;
    private final BodyDemand demand;
    private final ChangedBody change = new ChangedBody(this);
    private final HandlerBody handlerBody = new HandlerBody(this, change);
    private final MessageEnd end = new MessageEnd(this);

    private TransferStage stage = TransferStage.AWAITING_HEAD;
    private boolean whole; // the queue has the whole body
    private boolean ended; // the message is complete or truncated; further input is ignored
    private boolean sent; // the end was sent
    private boolean shownWhole; // the whole message was given to its hook
    private boolean paused; // reading of this message is paused
    private boolean slow; // the body was in progress at the last call of recordSlowBody
    private HookChain.@Nullable Run run;
    private @Nullable HttpFlow shown; // what the handlers of the hook in progress were given
    private @Nullable HeldMessage held;

    MessageTransfer(ExchangeScope exchange, Hook<HttpFlow> headHook, Hook<HttpFlow> wholeHook) {
        this.exchange = exchange;
        this.wire = exchange.wire;
        this.flow = exchange.flow;
        this.addons = exchange.addons;
        this.headHook = headHook;
        this.wholeHook = wholeHook;
        this.tee = new BodyTee(addons);
        this.waiting = new Backlog(this, headHook == Hook.REQUEST_HEAD);
        this.demand = new BodyDemand(exchange);
    }

    // ---- its state

    /** The hold of this message; null if it is not held. */
    final @Nullable HeldMessage held() {
        return held;
    }

    @Override
    public final TransferStage stage() {
        return stage;
    }

    final void enterStage(TransferStage next) {
        stage = next;
    }

    @Override
    public final void holdReading(boolean held) {
        paused = held || change.isFull();
        pauseReading(paused);
    }

    /** Bytes buffered so far of an incomplete body that a handler requested whole; -1 if no body is buffered. */
    final long bufferedBytes() {
        return stage == TransferStage.BUFFERING && !ended ? waiting.size() : -1;
    }

    /** Whether the message is complete, or its rest will never arrive. */
    final boolean hasEnded() {
        return ended;
    }

    /** Whether the end of the message was sent. */
    final boolean wasSent() {
        return sent;
    }

    /** Whether the body is a handler's and not the peer's. */
    final boolean isFed() {
        return handlerBody.isSent() || change.hasArrived();
    }

    /** The body so far if it is still in memory; otherwise none. */
    final byte[] bodyInMemory() {
        Body recorded = body(flow.flow());
        return ended && recorded != null ? Framing.bytes(recorded) : tee.inlineBytes();
    }

    /** The message will be sent again, from its head. */
    final void markUnsent() {
        sent = false;
    }

    // ---- the head

    /** Runs the hook of the head; forwards the message at once if no handler is registered. */
    final void runHeadHook() {
        stage = TransferStage.IN_HOOK;
        tee.expectSize(announcedLength());
        tee.beginBody(headers(), flow.headArrived(headHook == Hook.REQUEST_HEAD));
        if (addons.hooks().isEmpty(headHook)) {
            flow.publishOpened();
            forward();
            return;
        }
        HttpFlow given = flow.flow();
        shown = given;
        run = runHook(headHook, given, new TransferContext(this, demand));
        if (stage == TransferStage.IN_HOOK) {
            if (held == null) {
                flow.publish(); // so that the flow is visible while a handler decides
            }
            holdReading(true);
        }
    }

    /**
     * A hook of this message has decided; called by its context.
     *
     * @param head whether it is that of the head
     */
    final void hookDone(HookChain.Outcome<HttpFlow> outcome, boolean head) {
        apply(outcome.subject(), outcome.by());
        shown = null;
        flow.publishOpened();
        if (exchange.applyVerdict(outcome)) {
            return;
        }
        if (!head || handlerBody.accepted() != null) {
            forwardBody();
        } else if (demand.takes(announcedLength(), waiting, tee)) {
            bufferBody();
        } else {
            stopBuffering();
        }
    }

    /** The body cannot be buffered, or not further. */
    private void stopBuffering() {
        if (waiting.isSpooled()) {
            tee.spillSoFar(); // it is read from the session after the decision
            recordBody(tee.soFar());
        }
        if (demand.wantsHead()) {
            runHookWithoutBody();
        } else {
            forwardBody();
        }
    }

    /** Forwards the message with the body that handlers gave, or with the peer's, which they may change as it passes. */
    private void forwardBody() {
        if (handlerBody.accepted() != null) {
            replaceBody(handlerBody.accepted());
        } else if (!whole && !waiting.isSpooled() && change.isWanted() && takesTransform()) {
            BodyTee original = tee;
            boolean complete = ended;
            HttpFlow before = flow.flow();
            tee = BodyTee.of(addons, headers());
            ended = false;
            flow.keepOriginal();
            beginTransform();
            change.send(before, original, waiting::poll, complete, this::forward);
        } else {
            forward();
        }
    }

    private void bufferBody() {
        stage = TransferStage.BUFFERING;
        holdReading(false);
        if (stage != TransferStage.BUFFERING) {
            return;
        }
        if (ended) {
            runWholeHook();
            return;
        }
        if ((demand.wantsHead() || change.isWanted()) && announcedLength() < 0) {
            demand.awaitEnd(waiting, () -> stage == TransferStage.BUFFERING && !ended, this::stopBuffering);
        }
        if (waiting.isEmpty()) {
            askForBody();
        }
    }

    // ---- the body

    /** A part of the body was read from the peer. Takes ownership of the chunk. */
    final void receiveData(Chunk chunk) {
        if (handlerBody.isSent()) {
            chunk.release();
        } else if (!change.receive(chunk)) {
            acceptData(chunk);
        }
    }

    /** Takes a part of the body, of the peer or of a handler. Takes ownership of the chunk. */
    void acceptData(Chunk chunk) {
        if (stage == TransferStage.DISCARDING) {
            chunk.release();
            return;
        }
        if (tee.copyChunk(chunk)) {
            recordBody(tee.soFar());
            flow.publish();
        }
        if (stage == TransferStage.STREAMING && waiting.passesThrough()) {
            sendData(chunk);
            return;
        }
        waiting.addChunk(chunk);
        waiting.sendDue();
        if (stage == TransferStage.BUFFERING && !demand.takesMore(announcedLength(), waiting, tee)) {
            stopBuffering();
        }
    }

    /** The peer's message is complete. */
    final void receiveEnd(@Nullable Headers trailers) {
        if (!handlerBody.isSent() && !change.receiveEnd(trailers)) {
            acceptEnd(trailers);
        }
    }

    /** The message that is forwarded is complete. */
    private void acceptEnd(@Nullable Headers trailers) {
        if (ended || stage == TransferStage.DISCARDING) {
            return;
        }
        ended = true;
        demand.ended();
        recordWhole(tee.finishBody(true), tee, trailers);
        if (stage == TransferStage.BUFFERING) {
            runWholeHook();
        } else if (stage == TransferStage.STREAMING && waiting.mayEnd()) {
            finishSending();
        }
    }

    /**
     * Records the received part of a body that was in progress at the previous call; returns whether there were new
     * bytes.
     */
    final boolean recordSlowBody() {
        boolean due = slow && !ended && tee.spillSoFar();
        slow = stage != TransferStage.AWAITING_HEAD && !ended;
        if (due) {
            recordBody(tee.soFar());
        }
        return due | change.recordSlowBody();
    }

    /** Forgets the bytes of the body that are not recorded yet; its size is recorded. */
    final void withholdBody() {
        tee.withhold();
        change.withhold();
        recordBody(ended ? tee.finishBody(true) : tee.soFar());
    }

    private void runWholeHook() {
        whole = true;
        HttpFlow now = flow.flow();
        runWholeHook(
                waiting.isSpooled()
                        ? now
                        : withBody(now, waiting.isEmpty() ? Body.NONE : new Body.Inline(waiting.joined(body(now)))));
    }

    private void runWholeHook(HttpFlow given) {
        stage = TransferStage.IN_HOOK;
        shownWhole = true;
        shown = given;
        if (ended) {
            end.shown();
        }
        run = runHook(wholeHook, given, new TransferContext(this, null));
    }

    private void runHookWithoutBody() {
        runWholeHook(flow.flow());
        if (stage == TransferStage.IN_HOOK) {
            holdReading(true);
        }
    }

    private void apply(HttpFlow after, String by) {
        handlerBody.apply(Objects.requireNonNull(shown, "no hook is in progress"), after, by, whole);
    }

    /**
     * Sends the message with a handler's body: what arrived of the peer's was recorded, and the rest of it is released.
     *
     * @param sendHead sends the head, or gives it to a hook
     */
    final void sendWithBody(Body body, @Nullable Headers trailers, Runnable sendHead) {
        waiting.releaseAll();
        tee = BodyTee.of(addons, headers());
        ended = false;
        whole = false;
        handlerBody.send(body, trailers, sendHead);
    }

    /** The receiver accepts more of this message, or no more for now. Does nothing for what arrives from a peer. */
    final void setWanted(boolean accepts) {
        boolean due = stage != TransferStage.STREAMING || waiting.isEmpty(); // otherwise rules slow the message
        handlerBody.setWanted(change.setWanted(accepts && due, paused));
        waiting.setWanted(accepts);
    }

    // ---- holding

    final void addTrailerChange(TrailerChange more) {
        end.addChange(more);
    }

    /** Whether handlers may add fields to the trailers. Call before the head is sent. */
    final boolean mayGrowTrailers() {
        return end.mayGrow();
    }

    final void addTransform(Supplier<BodyTransform> transform) {
        change.addTransform(transform);
    }

    @SuppressWarnings("unchecked") // the subject of the hook is a flow, so T is HttpFlow
    final <T> CompletionStage<Verdict<T>> beginHold(T subject, HoldTerms terms) {
        HttpFlow draft = applyDraft(Objects.requireNonNull(shown, "no hook is in progress"), (HttpFlow) subject);
        HeldMessage hold = new HeldMessage(this, flow, point(), draft);
        held = hold;
        hold.begin(terms, exchange);
        exchange.held(true);
        flow.publish();
        return (CompletionStage<Verdict<T>>) (CompletionStage<?>) hold.verdict();
    }

    /** Applies the changes of a held message, which are recorded before it is sent; returns it with the length that follows. */
    final HttpFlow applyDraft(HttpFlow before, HttpFlow after) {
        if (before == after) {
            return after;
        }
        if (!(whole && handlerBody.applyStored(before, after))) {
            apply(after, "");
        }
        Body body = body(after);
        shown = body == null ? flow.flow() : withBody(flow.flow(), body);
        return shown;
    }

    /** Why the body is not held with the head, as a main clause. */
    final String whyHeadOnly() {
        return demand.whyNot(announcedLength(), waiting.size());
    }

    /** Returns whether this hold was in progress, and is no longer. */
    final boolean endHold(HeldMessage hold) {
        if (held != hold) {
            return false;
        }
        held = null;
        exchange.held(false);
        return true;
    }

    private Hold.Point point() {
        return headHook == Hook.REQUEST_HEAD
                ? whole ? Hold.Point.REQUEST : Hold.Point.REQUEST_HEAD
                : whole ? Hold.Point.RESPONSE : Hold.Point.RESPONSE_HEAD;
    }

    // ---- forwarding

    /** The head was sent: sends what is due of what waits, then resumes reading. Called again when more is due. */
    @Override
    public final void streamBody() {
        if (stage == TransferStage.STREAMING && waiting.sendSpooled()) {
            if (stage == TransferStage.STREAMING) {
                holdReading(!ended);
            }
            return;
        }
        waiting.sendMemory();
        if (stage == TransferStage.STREAMING) {
            holdReading(!waiting.isEmpty());
        }
        if (stage == TransferStage.STREAMING && ended && !sent && waiting.mayEnd()) {
            finishSending();
        }
    }

    private void finishSending() {
        sent = true;
        end.changeTrailers();
        sendEnd();
        if (!shownWhole && !flow.isClosed()) {
            shownWhole = true;
            end.show(wholeHook);
        }
        exchange.finishIfBothEnded();
    }

    private HookChain.Run runHook(Hook<HttpFlow> hook, HttpFlow given, TransferContext context) {
        return addons.hooks().run(hook, flow.id(), given, context, exchange.loop, context);
    }

    @Override
    public final ExchangeScope exchange() {
        return exchange;
    }

    @Override
    public final void requeue(Body body) {
        waiting.replace(body);
    }

    @Override
    public final void notApplied(String by, String what) {
        addons.hooks().notApplied(by, shownWhole ? wholeHook : headHook, flow.id(), what);
    }

    @Override
    public final void data(byte[] bytes) {
        acceptData(Chunk.of(bytes));
    }

    @Override
    public final void end(@Nullable Headers trailers) {
        acceptEnd(trailers);
    }

    // ---- ends

    /** The rest of the message will never arrive: records the part that arrived. */
    final void truncate() {
        change.truncate();
        if (!ended) {
            ended = true;
            recordWhole(tee.finishBody(false), tee, null);
        }
    }

    /** Another message is sent in place of this one; further input of this message is ignored. */
    final void beginReplacement() {
        cancelHook();
        handlerBody.close();
        change.close();
        waiting.releaseAll();
        stage = TransferStage.STREAMING;
        ended = true;
    }

    /** The end of the replacement is about to be sent. */
    final void endReplacement() {
        sent = true;
    }

    /** Releases the queue and all data that still arrives. */
    void discardRest() {
        stage = TransferStage.DISCARDING;
        demand.ended();
        handlerBody.close();
        change.close();
        waiting.releaseAll();
    }

    /** Cancels a hook that has not decided yet, if any. */
    void cancelHook() {
        if (run != null) {
            run.cancel();
        }
    }
}
