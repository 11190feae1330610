package dev.steno.mock.index;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.mock.key.AskedRequest;
import dev.steno.mock.key.MatchRules;
import dev.steno.mock.key.RequestPlace;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * All that a mock answers from: sessions, and the index of their flows by where requests go. Reading the index and the names of
 * servers takes no lock; all else for threads that may block.
 */
public final class Recordings implements AutoCloseable {
    /** Upper bound on the servers whose names are kept; of a session with more, tunnels to others are refused or connected. */
    private static final int MOST_SERVERS = 100_000;

    /** Upper bound on the methods that are tried when a request is explained. */
    private static final int MOST_METHODS = 40;

    /** Upper bound on the servers that are tried when a request is explained. */
    private static final int MOST_TRIED = 2_000;

    private final List<MockedSession> sessions;
    private final MatchRules rules;
    private final FlowIndex index = new FlowIndex();
    private final Landmarks landmarks = new Landmarks();
    private final Set<String> servers = ConcurrentHashMap.newKeySet(); // host:port
    private final Set<String> hosts = ConcurrentHashMap.newKeySet();
    private final Set<String> methods = ConcurrentHashMap.newKeySet();
    private final Roaring64Bitmap rewritten = new Roaring64Bitmap(); // guarded by itself
    private byte[] lastHost = new byte[0];
    private int lastPort = -1;
    private boolean hasGet;

    /**
     * @param sessions in the order in which their flows are used
     * @param rules by which requests are matched
     */
    public Recordings(List<MockedSession> sessions, MatchRules rules) {
        if (sessions.size() > FlowRef.MOST_SESSIONS) {
            throw new IllegalArgumentException(
                    "a mock answers from at most " + FlowRef.MOST_SESSIONS + " sessions, not " + sessions.size());
        }
        this.sessions = List.copyOf(sessions);
        this.rules = rules;
    }

    /** Returns the sessions, in their order. */
    public List<MockedSession> sessions() {
        return sessions;
    }

    /**
     * Reads all sessions. Called once, first.
     *
     * @param stopped polled meanwhile
     */
    public synchronized void load(BooleanSupplier stopped) throws SessionException {
        for (int i = 0; i < sessions.size(); i++) {
            sessions.get(i).scan(noting(i, index::collect), stopped);
        }
        index.endCollecting();
    }

    /** Adds the flows that were recorded meanwhile by others. Returns whether a session has changed. */
    public synchronized boolean refresh() throws SessionException {
        boolean changed = false;
        for (int i = 0; i < sessions.size(); i++) {
            if (sessions.get(i).hasChanged()) {
                changed = true;
                sessions.get(i).scan(noting(i, index::add), () -> false);
            }
        }
        return changed;
    }

    /** Puts a flow into the index. */
    private interface Indexing {
        void add(long place, long ref);
    }

    private MockedSession.Visitor noting(int session, Indexing to) {
        return new MockedSession.Visitor() {
            @Override
            public void add(ColumnBlock flow) {
                to.add(place(flow), note(flow, FlowRef.of(session, flow.number(FlowColumns.ID))));
            }

            @Override
            public void addRewritten(HttpFlow flow) {
                Recordings.this.add(session, flow, to);
            }
        };
    }

    /**
     * Adds a flow that has just ended.
     *
     * @param session the place of its session
     * @return its place
     */
    public synchronized long add(int session, HttpFlow flow) {
        return add(session, flow, index::add);
    }

    private long add(int session, HttpFlow flow, Indexing to) {
        HttpRequest request = AskedRequest.of(flow);
        long ref = FlowRef.of(session, flow.id());
        if (AskedRequest.isRewritten(flow)) {
            synchronized (rewritten) {
                rewritten.addLong(ref);
            }
        }
        noteServer(request.host(), request.port());
        methods.add(request.method());
        long place = RequestPlace.of(request, rules);
        noteFolders(request.host(), request.port(), request.path(), place, ref);
        to.add(place, ref);
        return place;
    }

    private long place(ColumnBlock flow) {
        return RequestPlace.of(flow, rules);
    }

    private long note(ColumnBlock flow, long ref) {
        byte[] bytes = flow.bytes();
        int start = flow.start(FlowColumns.HOST);
        int length = flow.length(FlowColumns.HOST);
        int port = (int) flow.number(FlowColumns.PORT);
        boolean same = port == lastPort && Arrays.equals(bytes, start, start + length, lastHost, 0, lastHost.length);
        if (!same) {
            lastHost = Arrays.copyOfRange(bytes, start, start + length);
            lastPort = port;
            noteServer(flow.text(FlowColumns.HOST), port);
        }
        int method = flow.length(FlowColumns.METHOD);
        boolean get = method == 3 && bytes[flow.start(FlowColumns.METHOD)] == 'G';
        if (methods.size() < MOST_METHODS && !(get && hasGet)) {
            methods.add(flow.text(FlowColumns.METHOD));
            hasGet |= get;
        }
        noteFolders(flow, ref);
        return ref;
    }

    private void noteServer(String host, int port) {
        if (servers.size() < MOST_SERVERS) {
            String name = host.toLowerCase(Locale.ROOT);
            servers.add(name + ":" + port);
            hosts.add(name);
        }
    }

    // ---- folders

    private void noteFolders(ColumnBlock flow, long ref) {
        byte[] bytes = flow.bytes();
        int start = flow.start(FlowColumns.PATH);
        int end = start + flow.length(FlowColumns.PATH);
        int host = Arrays.hashCode(lastHost);
        long server = FolderHash.server(host, lastPort);
        long hash = server;
        long parent = server;
        long grandparent = server;
        for (int i = start; i < end && bytes[i] != '?'; i++) {
            hash = FolderHash.put(hash, bytes[i]);
            if (bytes[i] == '/') {
                grandparent = parent;
                parent = hash;
            }
        }
        landmark(server, grandparent, parent, hash, ref);
    }

    private void noteFolders(String host, int port, String path, long place, long ref) {
        long[] folders = folders(host, port, path);
        landmark(folders[0], folders[1], folders[2], place, ref);
    }

    private void landmark(long server, long grandparent, long parent, long path, long ref) {
        landmarks.add(parent, path, ref);
        if (grandparent != parent) {
            landmarks.add(grandparent, path, ref);
        }
        if (server != grandparent && server != parent) {
            landmarks.add(server, path, ref);
        }
    }

    /** Returns the hashes of the server, of the folder above that of a path, and of the folder. */
    private static long[] folders(String host, int port, String path) {
        byte[] name = host.getBytes(StandardCharsets.UTF_8);
        long server = FolderHash.server(Arrays.hashCode(name), port);
        long hash = server;
        long parent = server;
        long grandparent = server;
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            if (b == '?') {
                break;
            }
            hash = FolderHash.put(hash, b);
            if (b == '/') {
                grandparent = parent;
                parent = hash;
            }
        }
        return new long[] {server, grandparent, parent};
    }

    // ---- look-ups

    /** Whether there are flows for a {@link RequestPlace}. Any thread. */
    public boolean contains(long place) {
        return index.contains(place);
    }

    /** Returns the flows of a {@link RequestPlace}, in the order in which they are used. Any thread. */
    public long[] find(long place) {
        return index.find(place);
    }

    /** Whether the columns of a flow do not tell what its client asked for, since rules changed its request. Any thread. */
    public boolean isRewritten(long ref) {
        synchronized (rewritten) {
            return rewritten.contains(ref);
        }
    }

    /** Returns the number of flows. Any thread. */
    public int size() {
        return index.size();
    }

    /** Whether flows of a server were recorded. Any thread. */
    public boolean knows(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        return rules.host() ? rules.port() ? servers.contains(name + ":" + port) : hosts.contains(name) : true;
    }

    /** Returns a few flows of a server. Any thread. */
    public long[] someOf(String host, int port) {
        return landmarks.find(folders(host, port, "/")[0]);
    }

    /** Returns flows that are like a request in where they go: some of the same path, and of paths beside it. */
    public long[] near(HttpRequest request) {
        Set<Long> found = new LinkedHashSet<>();
        addSome(found, index.find(RequestPlace.of(request, rules)));
        for (String method : methods) {
            addSome(found, index.find(RequestPlace.of(request.withMethod(method), rules)));
        }
        int tried = 0;
        for (String server : servers) {
            if (++tried > MOST_TRIED) {
                break;
            }
            int colon = server.lastIndexOf(':');
            String host = server.substring(0, colon);
            int port = Integer.parseInt(server.substring(colon + 1));
            for (String scheme : List.of("https", "http")) {
                addSome(
                        found,
                        index.find(RequestPlace.of(request.method(), scheme, host, port, request.path(), rules)));
            }
        }
        for (long folder : folders(request.host(), request.port(), request.path())) {
            addSome(found, landmarks.find(folder));
        }
        return found.stream().mapToLong(Long::longValue).toArray();
    }

    /** Adds the first flows and the last ones. */
    private static void addSome(Set<Long> to, long[] refs) {
        for (int i = 0; i < refs.length; i++) {
            if (i < 24 || i >= refs.length - 24) {
                to.add(refs[i]);
            }
        }
    }

    // ---- the flows

    /** Returns the newest state of a flow; empty if it was removed, or is no HTTP flow. */
    public Optional<HttpFlow> flow(long ref) throws SessionException {
        Optional<Flow> found = session(ref).flow(FlowRef.flow(ref));
        return found.filter(HttpFlow.class::isInstance).map(HttpFlow.class::cast);
    }

    /** Returns rows of flows with their names; those that were removed are left out. */
    public List<Row> rows(long[] refs) throws SessionException {
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
            int session = i;
            List<Long> ids = new ArrayList<>();
            for (long ref : refs) {
                if (FlowRef.session(ref) == session) {
                    ids.add(FlowRef.flow(ref));
                }
            }
            if (!ids.isEmpty()) {
                sessions.get(i).rows(ids).forEach(row -> all.add(new Row(FlowRef.of(session, row.id()), row)));
            }
        }
        return all;
    }

    /** A row of a flow and the flow's name. */
    public record Row(long ref, FlowRow row) {}

    /** Returns the session of a flow. */
    public MockedSession session(long ref) {
        return sessions.get(FlowRef.session(ref));
    }

    /** Returns how a flow is called in messages and notes. */
    public String name(long ref) {
        return "flow " + FlowRef.flow(ref) + " of " + session(ref).name();
    }

    @Override
    public void close() {
        sessions.forEach(MockedSession::close);
    }
}
