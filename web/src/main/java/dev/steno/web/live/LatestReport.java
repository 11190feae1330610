package dev.steno.web.live;

import java.util.concurrent.TimeUnit;

/** Tells a page the latest of something that changes often, at most five times a second. For the event loop. */
final class LatestReport {
    private static final long INTERVAL_MILLIS = 200;

    private final Outlet out;
    private final Runnable send;
    private boolean isTold = true;
    private boolean scheduled;

    /** @param send sends what is the latest then */
    LatestReport(Outlet out, Runnable send) {
        this.out = out;
        this.send = send;
    }

    /** Something changed: it is told at once, or at the end of the interval. */
    void change() {
        isTold = false;
        if (scheduled) {
            return;
        }
        scheduled = true;
        tell();
        out.schedule(
                () -> {
                    scheduled = false;
                    tell();
                },
                INTERVAL_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** Tells the latest at once. */
    void now() {
        isTold = false;
        tell();
    }

    /** What changed is not told any more. */
    void drop() {
        isTold = true;
    }

    private void tell() {
        if (!isTold) {
            isTold = true;
            send.run();
        }
    }
}
