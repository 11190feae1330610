package dev.steno.exchange.body;

import dev.steno.pace.FlowPace;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Sends the data of a message at the pace that rules set, by the timer of the event loop. On the exchange's event loop. */
public final class BodyPacer {
    private final ExchangeLoop loop;
    private final FlowPace pace;
    private final Runnable due;
    private @Nullable Future<?> timer;

    /** @param due runs when the next data, or the end, is due */
    public BodyPacer(ExchangeLoop loop, FlowPace pace, Runnable due) {
        this.loop = loop;
        this.pace = pace;
        this.due = due;
    }

    /** Returns the next data if it is due; otherwise null, and {@code due} runs once it is. */
    public @Nullable Chunk next(ChunkQueue waiting) {
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

    /** Whether the end may be sent; if not, {@code due} runs once it may. */
    public boolean mayEnd() {
        long patience = pace.endPatience(System.nanoTime());
        if (patience > 0) {
            wakeIn(patience);
        }
        return patience == 0;
    }

    private void wakeIn(long nanos) {
        if (timer == null) {
            timer = loop.later(nanos, () -> {
                timer = null;
                due.run();
            });
        }
    }

    /** Cancels what is due later. */
    public void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
