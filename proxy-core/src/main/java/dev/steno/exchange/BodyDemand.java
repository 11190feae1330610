package dev.steno.exchange;

import dev.steno.addon.Recorder;
import dev.steno.exchange.body.BodyTee;
import dev.steno.flow.Body;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What handlers of a head asked for of the body, and how much of it is read for them before the message is forwarded: in
 * memory up to their limit, then into the session. Owned by the transfer of the message; on the exchange's event loop.
 */
final class BodyDemand {
    /** How long a body of unknown length is read for handlers that want at least the head, in nanoseconds. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

    /** A body of unknown length that grows by this many bytes within {@link #PATIENCE} is no stream of events. */
    private static final long GROWTH = 64 << 10;

    private final ExchangeScope exchange;
    private int limit; // bytes in memory
    private boolean orHead; // the hook of the whole message runs before it is forwarded, even without its body
    private boolean spools; // a body above the limit is read into the session
    private @Nullable Future<?> patience; // waits for a body whose end may never come

    BodyDemand(ExchangeScope exchange) {
        this.exchange = exchange;
    }

    void want(int inMemory, boolean orItsHead, boolean howeverLarge) {
        limit = Math.max(limit, inMemory);
        orHead |= orItsHead;
        spools |= howeverLarge;
    }

    /** Whether the hook of the whole message runs before anything is forwarded, even without the body. */
    boolean wantsHead() {
        return orHead;
    }

    /**
     * Whether the body is to be read before the message is forwarded.
     *
     * @param announced its length; -1 if unknown
     * @param waiting what was read of it
     */
    boolean takes(long announced, Backlog waiting, BodyTee tee) {
        return limit > 0 && Math.max(announced, waiting.size()) <= limit || maySpool(announced, tee);
    }

    private boolean maySpool(long announced, BodyTee tee) {
        Recorder record = exchange.addons.record();
        return spools && record.readsBodies() && tee.isRecorded() && announced <= record.bodyLimit();
    }

    /**
     * A chunk of the body was added to what waits. Returns whether more is to be read; moves what waits into the session if
     * it is too much for the memory.
     */
    boolean takesMore(long announced, Backlog waiting, BodyTee tee) {
        if (!waiting.isSpooled()
                && waiting.size() <= limit
                && !exchange.addons.heldBytes().isExceeded()) {
            return true;
        }
        if (!maySpool(announced, tee)) {
            return false;
        }
        waiting.moveToSession(stored(tee));
        return true;
    }

    /** Says in a main clause why the body was not read. */
    String whyNot(long announced, long waiting) {
        Recorder record = exchange.addons.record();
        if (!record.readsBodies()) {
            return "its body is larger than intercept-body, or its length is unknown, and no session is recorded that could"
                    + " keep it";
        }
        if (!spools) {
            return "it may be a stream whose end never comes, so its body is sent as it comes";
        }
        return Math.max(announced, waiting) > record.bodyLimit()
                ? "its body is larger than body-limit, so the session does not keep all of it"
                : "its length is unknown, and it grows so slowly that its end may never come";
    }

    /** Hands the bytes that arrived over to the session, and returns the body so far. */
    private static Body stored(BodyTee tee) {
        Body soFar = tee.soFar();
        if (soFar instanceof Body.None) {
            tee.spillSoFar();
            soFar = tee.soFar();
        }
        return soFar;
    }

    /**
     * Gives up on a body of unknown length whose end may never come.
     *
     * @param isRead whether the body is still read
     */
    void awaitEnd(Backlog waiting, BooleanSupplier isRead, Runnable giveUp) {
        long before = waiting.size();
        patience = exchange.later(PATIENCE, () -> {
            if (!isRead.getAsBoolean()) {
                return;
            }
            if (spools && waiting.size() - before >= GROWTH) {
                awaitEnd(waiting, isRead, giveUp);
            } else {
                giveUp.run();
            }
        });
    }

    /** The body has ended, or is not read any further. */
    void ended() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }
}
