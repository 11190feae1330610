package dev.steno.net.http1;

import dev.steno.net.conn.ClientConnection;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the time in which the head of a client's request arrives ({@code --header-timeout}). One for each HTTP/1 connection of a
 * client, on its event loop. The owner cancels it when it leaves the pipeline.
 */
final class RequestHeadTimer {
    private final ClientConnection client;
    private final Consumer<String> expired;
    private @Nullable Future<?> timer;

    /** @param expired runs on the event loop if a head has not arrived in time, with a sentence of it; the timer has stopped then */
    RequestHeadTimer(ClientConnection client, Consumer<String> expired) {
        this.client = client;
        this.expired = expired;
    }

    private Duration limit() {
        return client.proxy().settings().timeouts().header();
    }

    boolean isRunning() {
        return timer != null;
    }

    /** Starts the timer; a no-op while it is running. */
    void startTimer() {
        if (timer == null) {
            timer = client.loop().schedule(this::expire, limit().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void expire() {
        timer = null;
        expired.accept("the request's head was not complete within " + limit().toMillis() + " ms");
    }

    /** Stops the timer; a no-op if it is not running. */
    void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
