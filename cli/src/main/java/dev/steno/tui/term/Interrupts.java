package dev.steno.tui.term;

import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * SIGINT while another program has the terminal: Ctrl-C, which the terminal's driver then sends to all processes of the
 * foreground, is meant for that program alone. Any thread.
 */
final class Interrupts {
    private static final String INTERRUPT = "INT";

    /** How long after the program's end one is still taken for meant for it: the JVM may be late to tell of it. */
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What handled them before; null if they are not ignored, or the system does not have them. */
    private @Nullable Object handler;

    private boolean lent;
    private long returned;

    /** Ignores them. A handler that does nothing is not inherited by the program, unlike the system's own way. */
    synchronized void ignore() {
        if (handler == null) {
            handler = Signals.register(INTERRUPT, () -> {});
        }
        lent = true;
    }

    /** Tells that the program has ended, so that {@link #heed} has an effect a moment later. */
    synchronized void returned() {
        lent = false;
        returned = System.nanoTime();
    }

    /** Lets them do again what they did before, once none can be meant for the program any more. */
    synchronized void heed() {
        if (!lent && System.nanoTime() - returned > LATE_NANOS) {
            restore();
        }
    }

    /** Lets them do at once what they did before. */
    synchronized void restore() {
        if (handler != null) {
            Signals.unregister(INTERRUPT, handler);
            handler = null;
        }
    }
}
