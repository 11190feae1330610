package dev.steno.exchange;

import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.body.ChunkQueue;
import dev.steno.flow.Direction;
import dev.steno.pace.FlowPace;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Sends the data of a message at the pace that rules set, by the timer of the event loop. On the exchange's event loop. */
final class BodyPacer {
    private final ExchangeScope exchange;
    private final Runnable due;
    private final FlowPace pace;
    private @Nullable Future<?> timer;

    /** @param due runs when the next data, or the end, is due */
    BodyPacer(ExchangeScope exchange, Direction direction, Runnable due) {
        this.exchange = exchange;
        this.due = due;
        this.pace = new FlowPace(exchange.addons::pacing, exchange.flow::flow, direction, this::remark);
    }

    /** The next data if it is due; null, and a call later, if it is not. */
    @Nullable
    Chunk next(ChunkQueue waiting) {
        if (waiting.isEmpty()) {
            return null;
        }
        long now = System.nanoTime();
        int admitted = pace.admit(waiting.nextSize(), now);
        if (admitted == 0) {
            wakeIn(pace.patience(now));
            return null;
        }
        return waiting.poll(admitted);
    }

    /** Whether the end may be sent; if not, a call follows when it may. */
    boolean mayEnd() {
        long patience = pace.endPatience(System.nanoTime());
        if (patience > 0) {
            wakeIn(patience);
        }
        return patience == 0;
    }

    private void remark(String what) {
        if (!exchange.flow.isClosed()) {
            exchange.flow.addRemark(what);
        }
    }

    private void wakeIn(long nanos) {
        if (timer == null) {
            timer = exchange.onTimer(nanos, () -> {
                timer = null;
                due.run();
            });
        }
    }

    /** Nothing is due any more. */
    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
