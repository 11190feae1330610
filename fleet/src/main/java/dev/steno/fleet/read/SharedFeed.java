package dev.steno.fleet.read;

import dev.steno.addon.FlowEvent;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.FlowState;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.UndamagedFlows;
import dev.steno.view.FlowFeed;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a shared store by polling it for batches of its recorders, more often while there are any; runs on its own thread,
 * {@code store-follow}. It reports
 * each flow that is shipped, or that a viewer gave a note, in its newest revision, and each flow that a recorder removed. A batch
 * is read after its flows may have gone on, so a later batch that names the same revision again is passed over. While no server
 * answers, it goes on trying; what was shipped meanwhile is reported then.
 */
public final class SharedFeed implements FlowFeed {
    private static final Logger LOG = LoggerFactory.getLogger(SharedFeed.class);

    /** How often the store is asked, unless {@link #start} says otherwise. */
    public static final Duration INTERVAL = Duration.ofMillis(250);

    /** After how long the store is asked again if there was something new: a recorder that ships goes on. */
    private static final Duration SOON = Duration.ofMillis(40);

    /** How long closing waits for a poll in progress. */
    private static final long PATIENCE_SECONDS = 10;

    /** Flows that are decoded at once. */
    private static final int AT_ONCE = 128;

    /** The flows whose last revision is remembered. */
    private static final int REMEMBERED = 16_384;

    private final ServerUrl url;
    private final List<Consumer<FlowEvent>> followers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread following = new Thread(task, "store-follow");
        following.setDaemon(true);
        return following;
    });

    // Confined to the feed's thread once that has started.
    private final SharedReader reader;
    private final BatchLog batches;
    private final NoteLog notes;
    private final Map<Long, Integer> reported = new LinkedHashMap<>(); // revisions by flow; the oldest are forgotten
    private final Set<Integer> damaged = new HashSet<>(); // recorders of which a damaged flow was told
    private @Nullable Place behind;
    private @Nullable String trouble;
    private boolean told; // whether the last look found something

    /**
     * Opens the store. {@link #start} begins to poll it.
     *
     * @param fromBeginning whether flows that the store already holds are reported as well, oldest first
     * @throws SessionException if the store cannot be read
     */
    public SharedFeed(ServerUrl url, boolean fromBeginning) throws SessionException {
        this.url = url;
        this.reader = SharedReader.open(url);
        try {
            this.batches = reader.batches();
            this.notes = reader.notes();
        } catch (SessionException e) {
            reader.close();
            throw e;
        }
        this.behind = fromBeginning ? Place.START : null;
    }

    /** Of several recorders, so that views list windows. */
    @Override
    public boolean isInNumberOrder() {
        return false;
    }

    @Override
    public void start(Duration between) {
        thread.execute(() -> {
            readAhead();
            follow(between, between);
        });
    }

    /**
     * Reads the newest flows and drops them: the first ones that come would otherwise wait for what a first read takes, which is
     * the program's classes, and on the server's side the catalogs of the day's tables.
     */
    private void readAhead() {
        if (behind == null) {
            try {
                reader.page(Place.START, AT_ONCE, true);
            } catch (SessionException | RuntimeException e) {
                // the next look says why
            }
        }
    }

    private void follow(Duration between, Duration last) {
        boolean found = look();
        Duration twice = last.multipliedBy(2);
        Duration next = found ? SOON : twice;
        Duration pause = next.compareTo(between) < 0 ? next : between;
        if (!thread.isShutdown()) {
            thread.schedule(() -> follow(between, pause), pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Returns whether there was something new. */
    private boolean look() {
        told = false;
        try {
            for (Place from = behind; from != null; from = behind) {
                List<Flow> page = reader.page(from, AT_ONCE, false);
                page.forEach(this::reportOnce);
                behind = page.isEmpty() ? null : Place.of(page.get(page.size() - 1));
            }
            boolean more = true;
            while (more && !thread.isShutdown()) {
                more = advance();
            }
            readNotes();
            if (trouble != null) {
                LOG.warn("the shared store {} is read again", url); // as loud as that it was away
            }
            trouble = null;
        } catch (SessionException | RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.equals(trouble)) { // logged once: the next poll may succeed
                LOG.warn("the shared store could not be read for new flows and will be tried again: {}", message);
                trouble = message;
            }
        }
        return told;
    }

    /** The logs move on only after all that they told was reported. */
    private boolean advance() throws SessionException {
        BatchLog.Changes changes = reader.next(batches);
        report(changes.changed(), this::reportOnce);
        changes.gone().forEach(flow -> {
            reported.remove(flow);
            tell(new FlowEvent.Deleted(flow));
        });
        batches.reported(changes);
        return changes.more();
    }

    private void readNotes() throws SessionException {
        NoteLog.Changes changes = reader.next(notes);
        report(changes.flows(), flow -> tell(new FlowEvent.Changed(flow)));
        notes.reported(changes);
    }

    private void report(List<TimeKey> flows, Consumer<Flow> to) throws SessionException {
        List<Long> ids = flows.stream().map(TimeKey::id).distinct().toList();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            UndamagedFlows.read(reader, some, this::tellDamage).forEach(to);
        }
    }

    private void tellDamage(long flow, String why) {
        if (damaged.add(FlowNumber.recorder(flow))) {
            LOG.warn("{}; further flows of this recorder that are damaged are passed over", why);
        }
    }

    private void reportOnce(Flow flow) {
        Integer last = reported.remove(flow.id());
        reported.put(flow.id(), flow.revision());
        if (reported.size() > REMEMBERED) {
            reported.remove(reported.keySet().iterator().next());
        }
        if (last == null || last != flow.revision()) {
            report(flow);
        }
    }

    private void report(Flow flow) {
        tell(flow.state() == FlowState.OPEN ? new FlowEvent.Changed(flow) : new FlowEvent.Closed(flow));
    }

    private void tell(FlowEvent event) {
        told = true;
        for (Consumer<FlowEvent> follower : followers) {
            follower.accept(event);
        }
    }

    @Override
    public CompletableFuture<Void> lookNow() {
        return CompletableFuture.runAsync(this::look, thread);
    }

    @Override
    public CompletableFuture<Void> readAgain(Roaring64Bitmap flows) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        for (LongIterator each = flows.getLongIterator(); each.hasNext(); ) {
                            long flow = each.next();
                            reader.flow(flow).ifPresentOrElse(this::report, () -> tell(new FlowEvent.Deleted(flow)));
                        }
                    } catch (SessionException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                thread);
    }

    /** The follower is called on this feed's thread. */
    @Override
    public void follow(Consumer<FlowEvent> follower) {
        followers.add(follower);
    }

    @Override
    public void unfollow(Consumer<FlowEvent> follower) {
        followers.remove(follower);
    }

    @Override
    public List<Flow> waiting() {
        return List.of();
    }

    @Override
    public @Nullable Flow waiting(long flow) {
        return null;
    }

    /** Everything reported was read from the store. All readers of a process use the same server of the URL, if it is up. */
    @Override
    public CompletableFuture<Void> inReach(boolean hurry) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public SessionReader reader() throws SessionException {
        return SharedReader.open(url);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.close();
    }
}
