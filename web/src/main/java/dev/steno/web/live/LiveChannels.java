package dev.steno.web.live;

import dev.steno.view.Views;
import dev.steno.web.api.StatusResource;
import dev.steno.web.guard.Guard;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.Problem;
import dev.steno.web.server.WebSocketService;
import io.netty.channel.ChannelHandler;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens the live channels, up to a bound. Any thread. */
public final class LiveChannels implements WebSocketService, AutoCloseable {
    /** Upper bound on channels, and so on the views of pages. */
    static final int MOST = 32;

    private final Parts parts;
    private final StatusFeed status;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * What channels stand on.
     *
     * @param version Steno's
     * @param session the name of the session; empty if nothing is recorded
     */
    public record Parts(Guard guard, Views views, StatusResource.Source status, String version, String session) {}

    public LiveChannels(Parts parts) {
        this.parts = parts;
        this.status = new StatusFeed(parts.status());
    }

    @Override
    public String path() {
        return "/api/v1/live";
    }

    @Override
    public ChannelHandler accept(ApiRequest request) {
        if (open.get() >= MOST) {
            throw Problem.of(503, "there are " + MOST + " live channels already; close a tab of the user interface");
        }
        return new LiveHandler(this, request);
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    Parts parts() {
        return parts;
    }

    StatusFeed status() {
        return status;
    }

    @Override
    public void close() {
        status.close();
    }
}
