package dev.steno.mcp.http;

import dev.steno.mcp.rpc.RpcConnection;
import dev.steno.web.guard.WebToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The clients that have initialized a connection and have not ended it. Any thread. */
final class McpSessions {
    /** Upper bound on clients; one more ends the one that has been silent for the longest time, which may initialize again. */
    static final int MOST = 32;

    private static final int BYTES = 24;

    /** The one that was used last is the last. */
    private final Map<String, RpcConnection> sessions = new LinkedHashMap<>(16, 0.75f, true); // guarded by this

    /** Adds a client; returns its id. */
    String add(RpcConnection client) {
        String id = WebToken.random(BYTES);
        RpcConnection silent = null;
        synchronized (this) {
            if (sessions.size() >= MOST) {
                silent = sessions.remove(sessions.keySet().iterator().next());
            }
            sessions.put(id, client);
        }
        if (silent != null) {
            silent.end(0);
        }
        return id;
    }

    synchronized Optional<RpcConnection> find(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /** Ends a client's connection; returns whether there was one. */
    boolean end(String id) {
        RpcConnection client;
        synchronized (this) {
            client = sessions.remove(id);
        }
        if (client != null) {
            client.end(0);
        }
        return client != null;
    }

    /** Ends all; returns whether all work has ended. */
    boolean endAll() {
        List<RpcConnection> all;
        synchronized (this) {
            all = List.copyOf(sessions.values());
            sessions.clear();
        }
        boolean ended = true;
        for (RpcConnection each : all) {
            ended &= each.end(0);
        }
        return ended;
    }
}
