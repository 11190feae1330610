package dev.steno.net.upstream;

import dev.steno.net.http.UpstreamProvider;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** {@link #MOST} connections to a server, and one more for an exchange that is queued for {@link #PATIENCE}. */
final class FixedLimit extends ConnectionLimit {
    /** Upper bound on connections to one server; browsers open six to an HTTP/1.1 server. */
    static final int MOST = 32;

    /** How long an exchange is queued before it gets a connection beyond the bound. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    FixedLimit(EventLoop loop) {
        super(loop);
    }

    @Override
    protected int most() {
        return MOST;
    }

    @Override
    void queueExchange(UpstreamProvider.Callback result, Consumer<UpstreamProvider.Callback> late, Runnable raised) {
        Future<?> timer = loop.schedule(
                () -> {
                    if (dequeue(result)) {
                        late.accept(result);
                    }
                },
                PATIENCE.toMillis(),
                TimeUnit.MILLISECONDS);
        enqueue(result, () -> timer.cancel(false));
    }
}
