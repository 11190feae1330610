package dev.steno.cli.daemon;

import dev.steno.cli.command.Version;
import dev.steno.flow.Endpoint;
import dev.steno.hold.Holding;
import dev.steno.net.mode.Listener;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import dev.steno.store.StoreListener;
import dev.steno.store.Usage;
import dev.steno.web.api.StatusResource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of this process: where it listens, what it records, how fast, and what is wrong. It costs nothing
 * until it is asked. Any thread that may block; {@link #close} before the session is closed.
 */
public final class RunStatus implements StatusResource.Source, StoreListener, AutoCloseable {
    /** A rate is measured over at least this time. */
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** After a longer pause between two questions, there is no rate. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Path home;
    private final List<Listening> listeners;
    private final String web;
    private final @Nullable SessionStore store;
    private final boolean indexed;
    private final IntSupplier connections;
    private final Holding holding;
    private final Supplier<Map<String, @Nullable Object>> handlers;
    private final Supplier<List<Map<String, @Nullable Object>>> scripts;
    private final Instant started = Instant.now();
    private volatile @Nullable String trouble;
    private volatile Supplier<@Nullable Map<String, @Nullable Object>> shipper = () -> null;
    private @Nullable SessionReader reader; // guarded by this, as the fields below
    private boolean closed;
    private long sampled;
    private long flows;
    private long bytes;
    private @Nullable Map<String, Object> rates;

    /**
     * A listener.
     *
     * @param mode as the option has it
     * @param address HOST:PORT
     */
    public record Listening(String mode, String address) {
        /**
         * Returns the listeners of a proxy.
         *
         * @param bound the address of each, in the same order; empty if none is bound
         */
        public static List<Listening> of(List<Listener> asked, List<Endpoint> bound) {
            List<Listening> listening = new ArrayList<>();
            for (int i = 0; i < bound.size(); i++) {
                listening.add(new Listening(
                        asked.get(i).mode().toString(), bound.get(i).toString()));
            }
            return listening;
        }
    }

    /**
     * @param web the URL of the API
     * @param store the session; null if nothing is recorded
     * @param indexed whether its texts are indexed
     * @param connections counts the clients that are connected
     * @param holding knows what is held, and by which filter
     * @param handlers tells the run times of handlers
     * @param scripts tells what each script did, and what is wrong with it
     */
    public RunStatus(
            Path home,
            List<Listening> listeners,
            String web,
            @Nullable SessionStore store,
            boolean indexed,
            IntSupplier connections,
            Holding holding,
            Supplier<Map<String, @Nullable Object>> handlers,
            Supplier<List<Map<String, @Nullable Object>>> scripts) {
        this.home = home;
        this.listeners = List.copyOf(listeners);
        this.web = web;
        this.store = store;
        this.indexed = indexed;
        this.connections = connections;
        this.holding = holding;
        this.handlers = handlers;
        this.scripts = scripts;
    }

    /** Takes what tells how far the session was shipped; it returns null if it is not. */
    public void ships(Supplier<@Nullable Map<String, @Nullable Object>> by) {
        shipper = by;
    }

    @Override
    public synchronized Map<String, @Nullable Object> status() {
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("version", Version.number());
        status.put("pid", ProcessHandle.current().pid());
        status.put("started", started.toString());
        status.put("home", home.toAbsolutePath().toString());
        status.put(
                "listeners",
                listeners.stream()
                        .map(each -> Map.of("mode", each.mode(), "address", each.address()))
                        .toList());
        status.put("web", Map.of("address", web));
        status.put("connections", (long) connections.getAsInt());
        status.put("recording", store != null && trouble == null);
        status.put("trouble", trouble);
        status.put("shipping", shipper.get());
        status.put("held", (long) holding.held().count());
        status.put("intercept", holding.inEffect());
        try {
            ofSession(status);
        } catch (SessionException e) {
            status.putIfAbsent("session", null);
            status.put("trouble", e.getMessage());
        }
        return status;
    }

    @Override
    public Map<String, @Nullable Object> details() {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("handlers", handlers.get());
        details.put("scripts", scripts.get());
        return details;
    }

    private void ofSession(Map<String, @Nullable Object> status) throws SessionException {
        SessionReader open = reader();
        if (store == null || open == null) {
            status.put("session", null);
            status.put("flows", 0L);
            return;
        }
        Usage usage = open.usage();
        long last = open.lastFlow();
        Map<String, Object> session = new LinkedHashMap<>();
        session.put("path", store.file().toAbsolutePath().toString());
        session.put("name", String.valueOf(store.file().getFileName()));
        session.put("flows", usage.flows());
        session.put("bytes", usage.bytes());
        status.put("session", session);
        status.put("flows", usage.flows());
        status.put(
                "index",
                indexed ? Map.of("behind", Math.max(0, last - store.textIndex().indexedTo())) : null);
        measure(last, usage.bytes());
        status.put("rates", rates);
    }

    private @Nullable SessionReader reader() throws SessionException {
        if (reader == null && store != null && !closed) {
            reader = store.reader();
        }
        return reader;
    }

    private void measure(long flowsNow, long bytesNow) {
        long now = System.nanoTime();
        long passed = now - sampled;
        if (sampled != 0 && passed < SHORTEST_NANOS) {
            return;
        }
        double seconds = passed / 1e9;
        rates = sampled == 0 || passed > LONGEST_NANOS
                ? null
                : Map.of(
                        "flows_per_second",
                        Math.round((flowsNow - flows) / seconds),
                        "bytes_per_second",
                        Math.round(Math.max(0, bytesNow - bytes) / seconds));
        sampled = now;
        flows = flowsNow;
        bytes = bytesNow;
    }

    /** Whether the session cannot be written now. */
    boolean isFailing() {
        return trouble != null;
    }

    /** Returns what the session uses; null if nothing is recorded, or no more. Reads the disk. */
    synchronized @Nullable Usage usage() throws SessionException {
        SessionReader open = reader();
        return open == null ? null : open.usage();
    }

    @Override
    public void sessionFailed(String message) {
        trouble = message;
    }

    @Override
    public void recovered(long refused, long unrecorded) {
        trouble = null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
