package dev.steno.exchange;

import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.HookChain;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of the two messages of an exchange on its way: handlers decide upon its head, its body is gathered where one of them
 * wants it whole, then it passes. On the exchange's event loop.
 *
 * <p>What arrives before it may pass waits in order. A call to the wire may find a connection broken and end the exchange
 * before it returns: what follows such a call looks at the stage first.
 */
abstract sealed class MessageTransfer permits RequestTransfer, ResponseTransfer {

    /** Where a message is. */
    enum Stage {
        /** Its head has not come. */
        AWAITING_HEAD,
        /** Handlers look at its head, or at all of it. */
        IN_HOOK,
        /** Its body is held back for a handler that wants it whole. */
        BUFFERING,
        /** The request alone: ready to pass, waits for a connection. */
        CONNECTING,
        /** Passes as it comes. */
        STREAMING,
        /** What still comes is let go: someone else answered, or the other side is gone. */
        DISCARDING
    }

    final Wire wire;
    final LiveFlow flow;
    final HttpExchange exchange;
    private final AddonRuntime buses;
    private final Hook<HttpFlow> headHook;
    private final Hook<HttpFlow> wholeHook;
    private final BodyTee tee;
    private final ChunkQueue waiting;

    private Stage stage = Stage.AWAITING_HEAD;
    private int wanted;
    private boolean ended;
    private boolean sent;
    private boolean shownWhole;
    private boolean slow;
    private HookChain.@Nullable Run run;

    MessageTransfer(HttpExchange exchange, Hook<HttpFlow> headHook, Hook<HttpFlow> wholeHook) {
        this.exchange = exchange;
        this.wire = exchange.wire();
        this.flow = exchange.liveFlow();
        this.buses = exchange.buses();
        this.headHook = headHook;
        this.wholeHook = wholeHook;
        this.tee = new BodyTee(buses);
        this.waiting = new ChunkQueue(buses.heldBytes());
    }

    // ---- what tells a request from a response

    /** The length that the head announces; -1 where none, or where no body follows whatever it says. */
    abstract long announcedLength();

    /** The message's body as a flow shows it; null where the flow has no such message. */
    abstract @Nullable Body body(HttpFlow shown);

    /** The flow with another body in this message. */
    abstract HttpFlow withBody(HttpFlow of, Body body);

    /**
     * Takes over what handlers made of the message.
     *
     * @param replaced the body that one of them put in place of the shown one; null where none did
     */
    abstract void applyEdit(HttpFlow shown, HttpFlow after, @Nullable Body replaced);

    /** Whether the message, as a flow shows it, can carry a body. */
    abstract boolean mayHaveBody(HttpFlow shown);

    /** Nothing of the body has come, and a handler waits for it. */
    abstract void askForBody();

    /** Lets the message pass, as soon as it can. */
    abstract void forward();

    abstract void sendData(Chunk chunk);

    abstract void sendEnd();

    abstract void holdReading(boolean held);

    abstract void recordBody(Body soFar);

    abstract void recordEnd(Body whole, @Nullable Headers trailers);

    // ---- where it is

    final Stage stage() {
        return stage;
    }

    final void enterStage(Stage next) {
        stage = next;
    }

    /** Bytes of a body that is held back until it is whole, and is not yet; -1 where none is. */
    final long bufferedBytes() {
        return stage == Stage.BUFFERING && !ended ? waiting.size() : -1;
    }

    /** Whether all of it came, or will never come. */
    final boolean hasEnded() {
        return ended;
    }

    /** Whether all of it was sent on. */
    final boolean wasSent() {
        return sent;
    }

    /**
     * Puts what was sent of the body back in front of what waits. Whether that was possible: the record keeps small bodies at
     * hand, and nothing else does.
     *
     * @param bodySent bytes
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
        waiting.add(Chunk.of(came));
        return true;
    }

    /** It is to be sent once more, from its head on. */
    final void markUnsent() {
        sent = false;
    }

    // ---- the head

    /** Leads the head through its hooks. */
    final void runHeadHook() {
        stage = Stage.IN_HOOK;
        tee.expectSize(announcedLength());
        if (buses.hooks().isEmpty(headHook)) {
            flow.publishOpened();
            forward();
            return;
        }
        HttpFlow shown = flow.flow();
        HookContext context = limit -> wanted = Math.max(wanted, limit);
        run = runHook(headHook, shown, context, outcome -> headHookDone(shown, outcome));
        if (stage == Stage.IN_HOOK) {
            flow.publish(); // so that whoever is to decide can see the flow
            holdReading(true);
        }
    }

    private void headHookDone(HttpFlow shown, HookChain.Outcome<HttpFlow> outcome) {
        applyEdit(shown, outcome.subject(), null);
        flow.publishOpened();
        if (exchange.applyVerdict(outcome.verdict())) {
            return;
        }
        if (wanted > 0 && Math.max(announcedLength(), waiting.size()) <= wanted) {
            bufferBody();
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
        } else if (waiting.isEmpty()) {
            askForBody();
        }
    }

    // ---- the body

    /** More of the body was read. */
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
        waiting.add(chunk);
        if (stage == Stage.BUFFERING
                && (waiting.size() > wanted || buses.heldBytes().isExceeded())) {
            forward();
        }
    }

    /** The message reached its end. */
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

    /** Records what came of a body that has been under way since the last call. Whether there was something new. */
    final boolean recordSlowBody() {
        boolean due = slow && !ended && tee.spillSoFar();
        slow = stage != Stage.AWAITING_HEAD && !ended;
        if (due) {
            recordBody(tee.soFar());
        }
        return due;
    }

    private void runWholeHook() {
        stage = Stage.IN_HOOK;
        shownWhole = true;
        HttpFlow shown = withBody(flow.flow(), waiting.isEmpty() ? Body.NONE : new Body.Inline(waiting.copyOfAll()));
        run = runHook(wholeHook, shown, HookContext.NONE, outcome -> wholeHookDone(shown, outcome));
    }

    private void wholeHookDone(HttpFlow shown, HookChain.Outcome<HttpFlow> outcome) {
        HttpFlow after = outcome.subject();
        Body body = body(after);
        if (body == null || body.equals(body(shown)) || body instanceof Body.Stored || !mayHaveBody(after)) {
            applyEdit(shown, after, null); // only bytes at hand can take the place of others
        } else {
            byte[] bytes = Framing.bytes(body);
            waiting.releaseAll();
            if (bytes.length > 0) {
                waiting.add(Chunk.of(bytes));
            }
            applyEdit(shown, after, exchange.recordedBody(bytes));
        }
        if (!exchange.applyVerdict(outcome.verdict())) {
            forward();
        }
    }

    // ---- on its way

    /** The head was sent: sends what waited, then what comes. */
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
        if (!shownWhole && !flow.isClosed() && !buses.hooks().isEmpty(wholeHook)) {
            shownWhole = true;
            HttpFlow shown = flow.flow();
            runHook(
                    wholeHook,
                    shown,
                    HookContext.NONE,
                    outcome -> flow.applyNotes(shown.notes(), outcome.subject().notes()));
        }
        exchange.finishIfBothEnded();
    }

    private HookChain.Run runHook(
            Hook<HttpFlow> hook, HttpFlow shown, HookContext context, Consumer<HookChain.Outcome<HttpFlow>> done) {
        return buses.hooks().run(hook, flow.id(), shown, context, exchange.loop(), done);
    }

    // ---- ends

    /** What came is all there will be. */
    final void truncate() {
        if (!ended) {
            ended = true;
            recordEnd(tee.finishBody(false), null);
        }
    }

    /** Another message takes the place of this one: nothing more is taken from its peer. */
    final void beginReplacement() {
        cancelHook();
        waiting.releaseAll();
        stage = Stage.STREAMING;
        ended = true;
    }

    /** The end of the message that took this one's place is sent. */
    final void endReplacement() {
        sent = true;
    }

    /** Lets go what waits and what still comes. */
    final void discardRest() {
        stage = Stage.DISCARDING;
        waiting.releaseAll();
    }

    /** Gives up the decision that is under way, if one is. */
    final void cancelHook() {
        if (run != null) {
            run.cancel();
        }
    }
}
