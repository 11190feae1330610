package dev.steno.mock;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.HandlerSet;
import dev.steno.addon.Registrar;
import dev.steno.command.CommandException;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.mock.MockRun.FoundForFlow;
import dev.steno.mock.MockRun.MockRuntime;
import dev.steno.mock.index.FlowRef;
import dev.steno.mock.index.MockedSession;
import dev.steno.mock.index.Recordings;
import dev.steno.option.RefusedOptionException;
import dev.steno.session.Session;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.command.SessionOpener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests with recorded responses. Without sessions to answer from, it has no handlers. Any thread that may block.
 */
public final class Mock implements Addon {
    private static final Logger LOG = LoggerFactory.getLogger(Mock.class);

    /** How long after a change the sessions of the state before it stay open for answers that are being sent, in seconds. */
    private static final int LINGER = 30;

    private final Supplier<Session> sessions;
    private final SessionOpener files;
    private final Cursors cursors = new Cursors();
    private final Consumer<FlowEvent> follower = this::happened;
    private HandlerSet handlers = registration -> {};
    private @Nullable Registrar registrar;
    private @Nullable MockRuntime runtime;
    private @Nullable MockOptions options; // this and the following are guarded by this object
    private final List<MockSource> loaded = new ArrayList<>();
    private boolean stopped;
    private boolean following;
    private long saved;
    private @Nullable Future<?> ticking;
    private volatile @Nullable MockRun run;
    private volatile int own = -1; // the place of the session in use among those of the run

    /**
     * @param sessions supplies the session in use
     * @param files opens others
     */
    public Mock(Supplier<Session> sessions, SessionOpener files) {
        this.sessions = sessions;
        this.files = files;
    }

    @Override
    public void register(Registrar given) {
        registrar = given;
        handlers = given.handlerSet();
        MockOptions first = given.options(MockOptions.class, (before, after) -> apply(after));
        restore(first);
        if (!first.serverReplay().isEmpty()) {
            apply(first);
        } else {
            synchronized (this) {
                options = first;
            }
        }
    }

    private void restore(MockOptions first) {
        first.mockKeepState().ifPresent(file -> {
            try {
                cursors.restore(file);
                cursors.save(file);
            } catch (IOException e) {
                throw new RefusedOptionException("mock-keep-state", new IllegalArgumentException(e.getMessage(), e));
            }
        });
    }

    private synchronized void apply(MockOptions next) {
        MockOptions before = options;
        boolean wasStopped = stopped;
        if (before != null && !before.serverReplay().equals(next.serverReplay())) {
            stopped = false;
        }
        options = next;
        try {
            rebuild();
        } catch (RuntimeException refused) {
            options = before;
            stopped = wasStopped;
            throw refused;
        }
    }

    // ---- what the commands do

    /**
     * Blocks.
     *
     * @throws CommandException if one of the numbers is that of no flow
     */
    void requireFlows(List<Long> numbers) {
        Session session = sessions.get();
        try (SessionReader reader = session.reader()) {
            for (long number : numbers) {
                if (session.newest(number, reader).isEmpty()) {
                    throw new CommandException("there is no flow " + number);
                }
            }
        } catch (SessionException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Answers from flows of the session in use.
     *
     * @param only their numbers
     * @param add whether the flows before stay
     * @return the number of flows
     */
    CompletionStage<Long> load(Roaring64Bitmap only, boolean add) {
        return load(new MockSource(null, only), add);
    }

    /** Answers from a file too, in place of what commands have loaded before. Returns the number of flows. */
    CompletionStage<Long> load(Path file) {
        return load(new MockSource(file, null), false);
    }

    private synchronized CompletionStage<Long> load(MockSource source, boolean add) {
        List<MockSource> before = List.copyOf(loaded);
        boolean wasStopped = stopped;
        if (!add) {
            loaded.clear();
        }
        loaded.add(source);
        stopped = false;
        try {
            rebuild();
        } catch (IllegalArgumentException e) {
            loaded.clear();
            loaded.addAll(before);
            stopped = wasStopped;
            throw new CommandException(String.valueOf(e.getMessage()));
        }
        if (!add) {
            cursors.reset();
        }
        return Objects.requireNonNull(run, "a source").loaded().thenApply(done -> count());
    }

    /** Answers nothing any more, until sessions are set or loaded anew. */
    synchronized long unload() {
        long before = count();
        loaded.clear();
        stopped = true;
        rebuild();
        return before;
    }

    /** How many recorded responses can still be used; all, if they are used again. */
    long count() {
        MockRun now = run;
        if (now == null) {
            return 0;
        }
        boolean once =
                now.settings().repeat() == MockRepeat.STOP && now.settings().order() != MockOrder.FIRST;
        return Math.max(0, now.recordings().size() - (once ? cursors.used() : 0));
    }

    Cursors cursors() {
        return cursors;
    }

    /** The run in progress; fails if there is none. */
    MockRun running() {
        MockRun now = run;
        if (now == null) {
            throw new CommandException(
                    "no session answers; name one with --server-replay FILE, or load flows with replay.server");
        }
        return now;
    }

    Executor blocking() {
        return Objects.requireNonNull(registrar, "not registered").blocking();
    }

    // ---- a run

    private void rebuild() {
        MockOptions now = Objects.requireNonNull(options, "not registered");
        List<MockSource> sources = new ArrayList<>();
        if (!stopped) {
            now.serverReplay().forEach(text -> sources.add(MockSource.of(text)));
            sources.addAll(loaded);
        }
        MockRun before = run;
        MockRun next = sources.isEmpty() ? null : open(now, sources);
        run = next;
        if (next == null) {
            handlers.replace(to -> {});
        } else {
            handlers.replace(next::register);
            next.load();
            next.loaded().thenRun(() -> {
                String why = whyNothingAnswers(next, now);
                if (why != null) {
                    LOG.warn("{}", why);
                }
            });
        }
        tick(next != null);
        if (before != null) {
            before.stop();
            runtime().timer().schedule(() -> before.recordings().close(), LINGER, TimeUnit.SECONDS);
        }
    }

    /** Why nothing answers after a run has read the sessions of the options; null if something does, or will. */
    static @Nullable String whyNothingAnswers(MockRun run, MockOptions options) {
        if (run.recordings().size() > 0
                || run.settings().learns()
                || options.serverReplay().isEmpty()) {
            return null;
        }
        String sessions = String.join(", ", options.serverReplay());
        return options.mockFilter().isEmpty()
                ? "the mock answers nothing: there is no request in " + sessions
                : "the mock answers nothing: no flow of " + sessions + " matches the filter " + options.mockFilter();
    }

    private MockRuntime runtime() {
        MockRuntime known = runtime;
        if (known == null) {
            Registrar from = Objects.requireNonNull(registrar, "not registered");
            known = new MockRuntime(
                    from.blocking(),
                    from.timer(),
                    from.recorded(),
                    from.flowsInFlight(),
                    from.flowsInFlight().perFlow(FoundForFlow::new));
            runtime = known;
        }
        return known;
    }

    private MockRun open(MockOptions now, List<MockSource> sources) {
        List<MockedSession> opened = new ArrayList<>();
        try {
            Filter filter = FilterParser.parseOrAll(now.mockFilter());
            boolean recordedAny = false;
            int ownPlace = -1;
            for (MockSource source : sources) {
                Path file = source.file();
                if (file == null || isOwn(file)) {
                    SessionReader reader = ownReader();
                    recordedAny |= hasFlows(reader);
                    ownPlace = ownPlace < 0 ? opened.size() : ownPlace;
                    opened.add(ofOwn(reader, filter, source.only()));
                } else {
                    SessionReader reader = files.open(file);
                    recordedAny |= hasFlows(reader);
                    String name = file.getFileName().toString();
                    opened.add(
                            new MockedSession(name, reader, (id, from) -> from.flow(id), filter, source.only(), true));
                }
            }
            MockSettings settings = MockSettings.of(now, recordedAny);
            boolean follows = settings.learns() || settings.mode() == MockMode.DIFF;
            if (follows && ownPlace < 0) {
                ownPlace = opened.size();
                opened.add(ofOwn(ownReader(), filter, new Roaring64Bitmap()));
            }
            own = ownPlace;
            follow(ownPlace >= 0);
            return new MockRun(new Recordings(opened, settings.rules()), settings, cursors, runtime());
        } catch (IOException | RuntimeException e) {
            opened.forEach(MockedSession::close);
            throw new RefusedOptionException(
                    "server-replay", new IllegalArgumentException(String.valueOf(e.getMessage()), e));
        }
    }

    private static boolean hasFlows(SessionReader reader) throws SessionException {
        return !reader.places(Place.START, 1, false).isEmpty();
    }

    private MockedSession ofOwn(SessionReader reader, Filter filter, @Nullable Roaring64Bitmap only) {
        return new MockedSession(
                "this session", reader, (id, from) -> sessions.get().newest(id, from), filter, only, false);
    }

    private SessionReader ownReader() throws SessionException {
        Session session = sessions.get();
        try {
            return session.reader();
        } catch (IllegalStateException e) {
            throw new SessionException("nothing is recorded, so " + MockOptions.THIS_SESSION + " has no flows", e);
        }
    }

    private boolean isOwn(Path file) {
        try {
            return Files.isSameFile(sessions.get().store().file(), file);
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }

    // ---- what happens meanwhile

    private void follow(boolean on) {
        if (on != following) {
            following = on;
            if (on) {
                sessions.get().follow(follower);
            } else {
                sessions.get().unfollow(follower);
            }
        }
    }

    /** On event loops. */
    private void happened(FlowEvent event) {
        MockRun now = run;
        int place = own;
        if (now == null || place < 0 || !(event instanceof FlowEvent.Revision revision)) {
            return;
        }
        Flow flow = revision.flow();
        if (!(event instanceof FlowEvent.Closed)) {
            now.changed(FlowRef.of(place, flow.id()));
        } else if (flow instanceof HttpFlow http && MockedSession.isCandidate(http)) {
            MockRun.Found found = now.found(flow.id());
            if (now.settings().learns() || found != null && now.settings().mode() == MockMode.DIFF) {
                sessions.get()
                        .afterCommit()
                        .whenCompleteAsync((done, error) -> ended(now, place, http, found), blocking());
            }
        }
    }

    private void ended(MockRun now, int place, HttpFlow flow, MockRun.@Nullable Found found) {
        try {
            if (now.settings().learns() && flow.response() != null) {
                now.learn(place, flow);
            } else if (found != null) {
                ResponseDifference.note(now.recordings(), found, flow, sessions.get());
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("flow {} is not compared with the recorded one: {}", flow.id(), e.getMessage());
        }
    }

    private void tick(boolean on) {
        if (on && ticking == null) {
            ticking = runtime()
                    .timer()
                    .scheduleWithFixedDelay(() -> blocking().execute(this::look), 1, 1, TimeUnit.SECONDS);
        } else if (!on && ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
    }

    /** Each second: looks for what others have recorded, and keeps the state. */
    private void look() {
        MockRun now = run;
        try {
            if (now != null) {
                now.refresh();
            }
            save();
        } catch (IOException | RuntimeException e) {
            LOG.warn("mock: {}", e.getMessage());
        }
    }

    private synchronized void save() throws IOException {
        MockOptions now = options;
        Path file = now == null ? null : now.mockKeepState().orElse(null);
        long changes = cursors.changes();
        if (file != null && changes != saved) {
            cursors.save(file);
            saved = changes;
        }
    }

    @Override
    public void stop() throws Exception {
        save();
        MockRun now = run;
        run = null;
        synchronized (this) {
            follow(false);
        }
        if (now != null) {
            now.stop();
            now.recordings().close();
        }
    }
}
