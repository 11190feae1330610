package dev.steno.cli.hold;

import dev.steno.cli.command.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits until a message is held. The list is short while nothing is held, so that asking often costs little. */
final class HeldWait {
    private static final long PAUSE_MILLIS = 100;

    private final HeldApi held;

    HeldWait(HeldApi held) {
        this.held = held;
    }

    /**
     * Returns the held messages once there are any.
     *
     * @param after only flows with a larger number
     * @param most how long it waits; zero for no limit
     * @throws Failure if nothing is held by then; exit code 1
     */
    List<Map<String, @Nullable Object>> run(long after, Duration most) throws IOException {
        long end = System.nanoTime() + most.toNanos();
        while (true) {
            List<Map<String, @Nullable Object>> found = held.list().stream()
                    .filter(each -> HeldApi.id(each) > after)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
            if (!most.isZero() && System.nanoTime() - end >= 0) {
                throw Failure.because("no message was held within " + most.toMillis() + " ms");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.because("interrupted while waiting for a held message", e);
        }
    }
}
