package dev.steno.replay.run;

import dev.steno.local.LocalClient;
import dev.steno.local.LocalClients;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The clients of a run, which own its connections to servers. For the thread of the run. */
final class RunClients implements AutoCloseable {
    /** Upper bound on the modes of listeners for which clients are open; requests of others go as to the first listener. */
    private static final int MOST_MODES = 16;

    /** Clients among which requests are distributed: each has an event loop. */
    private static final int LANES = Runtime.getRuntime().availableProcessors();

    /** Upper bound on clients for recorded connections; those that were not used for longest are closed. */
    private static final int MOST_RECORDED = 1_000;

    /** A client for one recorded connection. */
    private static final class OfConnection {
        private final LocalClient client;
        private int inFlight;

        OfConnection(LocalClient client) {
            this.client = client;
        }
    }

    private final LocalClients clients;
    private final Map<String, List<LocalClient>> shared = new HashMap<>();
    private final Map<Long, OfConnection> recorded = new LinkedHashMap<>(16, 0.75f, true);
    private long taken;

    RunClients(LocalClients clients) {
        this.clients = clients;
    }

    /**
     * Returns a client whose connections are those that are idle.
     *
     * @param inFlight how many requests are in flight
     */
    LocalClient shared(@Nullable String mode, int inFlight) {
        String key = key(mode);
        List<LocalClient> lanes = shared.computeIfAbsent(key, any -> new ArrayList<>());
        while (lanes.size() < Math.min(LANES, inFlight + 1)) {
            lanes.add(open(key));
        }
        return Objects.requireNonNull(lanes.get((int) (taken++ % lanes.size())));
    }

    private String key(@Nullable String mode) {
        return mode == null || shared.size() >= MOST_MODES && !shared.containsKey(mode) ? "" : mode;
    }

    private LocalClient open(String key) {
        return clients.open(key.isEmpty() ? null : key);
    }

    /** Returns the client for a recorded connection; {@link #ended} follows. */
    LocalClient recorded(long connection, @Nullable String mode) {
        OfConnection of = recorded.computeIfAbsent(connection, any -> new OfConnection(clients.open(mode)));
        of.inFlight++;
        if (recorded.size() > MOST_RECORDED) {
            closeIdle();
        }
        return of.client;
    }

    private void closeIdle() {
        for (Iterator<OfConnection> each = recorded.values().iterator(); each.hasNext(); ) {
            OfConnection oldest = each.next();
            if (oldest.inFlight == 0) {
                oldest.client.close();
                each.remove();
                return;
            }
        }
    }

    /** A request over a recorded connection has ended. */
    void ended(long connection) {
        OfConnection of = recorded.get(connection);
        if (of != null) {
            of.inFlight--;
        }
    }

    LocalClient opened(@Nullable String mode) {
        return clients.open(mode);
    }

    @Override
    public void close() {
        shared.values().forEach(each -> each.forEach(LocalClient::close));
        recorded.values().forEach(each -> each.client.close());
    }
}
