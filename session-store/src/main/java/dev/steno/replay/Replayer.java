package dev.steno.replay;

import dev.steno.local.LocalClient;
import dev.steno.local.LocalClients;
import dev.steno.local.LocalFlow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run: sends the requests of a schedule, each when it is due and while fewer than the bound are in flight. The run has the
 * thread that calls {@link #run}; the other methods may be called on any thread. The clients that it opens are closed at its
 * end.
 */
final class Replayer {
    /** Upper bound on the modes of listeners for which clients are open; requests of others go as to the first listener. */
    private static final int MOST_MODES = 16;

    /** How many event loops are used: each has a client, and connections to servers, of its own. */
    private static final int LANES = Runtime.getRuntime().availableProcessors();

    private static final String STOPPED = "the replay was stopped";

    private final LocalClients clients;
    private final IntSupplier most;
    private final Thread thread = Thread.currentThread();
    private final Map<String, List<LocalClient>> open = new HashMap<>(); // by mode; of the thread of the run
    private final Set<LocalFlow> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;
    private long sent; // of the thread of the run

    /**
     * Created on the thread of the run.
     *
     * @param most how many requests may be in flight; asked before each request
     */
    Replayer(LocalClients clients, IntSupplier most) {
        this.clients = clients;
        this.most = most;
    }

    /**
     * Sends what the schedule has, until it has no more and nothing is in flight, or until it is stopped. Blocks.
     *
     * @throws IOException as the schedule throws it
     */
    void run(RequestSchedule schedule) throws IOException {
        try {
            while (!stopped) {
                int before = inFlight.size();
                ScheduledRequest next = before < most.getAsInt() ? schedule.next() : null;
                if (next != null) {
                    await(next.due());
                    send(schedule, next);
                } else if (before > 0) {
                    LockSupport.park(this); // until one ends, or one is added
                } else {
                    return;
                }
            }
        } finally {
            stop();
            open.values().forEach(each -> each.forEach(LocalClient::close));
        }
    }

    private void await(long due) {
        for (long left = due - System.nanoTime(); left > 0 && !stopped; left = due - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    private void send(RequestSchedule schedule, ScheduledRequest next) {
        if (stopped) {
            schedule.unsent(next);
            return;
        }
        LocalFlow exchange = next.sending().apply(client(next.mode()));
        inFlight.add(exchange);
        if (stopped) { // it may have been stopped before this one was added
            exchange.cancel(STOPPED);
        }
        schedule.sent(next, exchange);
        exchange.ended().whenComplete((flow, failure) -> {
            inFlight.remove(exchange);
            LockSupport.unpark(thread);
        });
    }

    /** The requests are distributed among as many clients as there are event loops, if as many may be in flight. */
    private LocalClient client(@Nullable String mode) {
        String key = mode == null || open.size() >= MOST_MODES && !open.containsKey(mode) ? "" : mode;
        List<LocalClient> lanes = open.computeIfAbsent(key, any -> new ArrayList<>());
        int lane = (int) (sent++ % Math.min(LANES, most.getAsInt()));
        while (lanes.size() <= lane) {
            lanes.add(clients.open(key.isEmpty() ? null : key));
        }
        return Objects.requireNonNull(lanes.get(lane));
    }

    /** The schedule has more requests. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** How many requests are in flight. */
    int inFlight() {
        return inFlight.size();
    }

    /** Sends nothing more, and ends what is in flight. Returns how many requests that were. */
    int stop() {
        stopped = true;
        int cut = 0;
        for (LocalFlow each : inFlight) {
            each.cancel(STOPPED);
            cut++;
        }
        wake();
        return cut;
    }
}
