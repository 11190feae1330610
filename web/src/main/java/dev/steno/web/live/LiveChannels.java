package dev.steno.web.live;

import dev.steno.log.EventLog;
import dev.steno.option.Options;
import dev.steno.view.FlowSource;
import dev.steno.view.Views;
import dev.steno.web.api.RecordedContent;
import dev.steno.web.api.StatusResource;
import dev.steno.web.guard.Guard;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.server.WebSocketService;
import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Opens the live channels, up to a bound. Any thread. */
public final class LiveChannels implements WebSocketService, AutoCloseable {
    /** Upper bound on channels, and so on the views of pages. */
    static final int MOST = 32;

    /** Threads that read the status and messages; each channel has at most one task of either kind. */
    private static final int READING = 2;

    private static final int IDLE_SECONDS = 30;

    private final Parts parts;
    private final NewsFeed news;
    private final ThreadPoolExecutor reading = new ThreadPoolExecutor(
            READING,
            READING,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("web-live", true));
    private final Set<LiveHandler> open = ConcurrentHashMap.newKeySet();

    /**
     * What channels stand on.
     *
     * @param source where the flows of the views come from
     * @param content what messages are read from
     * @param version Steno's
     * @param name of the session; empty if nothing is recorded
     */
    public record Parts(
            Guard guard,
            Views views,
            FlowSource source,
            RecordedContent content,
            StatusResource.Source status,
            EventLog log,
            Options options,
            String version,
            String name) {
        private News.Sources news() {
            return new News.Sources(status, log, options);
        }
    }

    public LiveChannels(Parts parts) {
        this.parts = parts;
        reading.allowCoreThreadTimeOut(true);
        this.news = new NewsFeed(parts.news(), reading);
    }

    @Override
    public boolean serves(String path) {
        return path.equals("/api/v1/live");
    }

    @Override
    public ChannelHandler accept(ApiRequest request) {
        if (open.size() >= MOST) {
            throw ApiProblem.of(503, "there are " + MOST + " live channels already; close a tab of the user interface");
        }
        return new LiveHandler(this, request);
    }

    void opened(LiveHandler channel) {
        open.add(channel);
    }

    void closed(LiveHandler channel) {
        open.remove(channel);
    }

    /**
     * Ends all channels while the server goes on, and waits for that a few seconds. Not for an event loop.
     *
     * @param reason told to their pages
     */
    public void endAll(String reason) {
        open.forEach(channel -> channel.end(reason));
    }

    Parts parts() {
        return parts;
    }

    Executor reading() {
        return reading;
    }

    NewsFeed news() {
        return news;
    }

    @Override
    public void close() {
        reading.shutdownNow();
    }
}
