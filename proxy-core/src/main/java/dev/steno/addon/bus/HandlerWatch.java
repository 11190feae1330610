package dev.steno.addon.bus;

import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures handlers: counts their run times, and names in the log those that hold up an event loop and those that do not
 * return. One thread of the process looks for the latter, four times a second while handlers run. Any thread.
 */
final class HandlerWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerWatch.class);

    /** A handler that takes longer on an event loop is named, in nanoseconds. */
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(50);

    /** A handler that has not returned for so long is named, in nanoseconds. */
    private static final long STUCK = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long LOOK_MILLIS = 250;
    private static final int QUIET_LOOKS = 4; // after a second without a handler, none is looked for

    // not the timer of addons, whose tasks may be what does not return
    private static final ScheduledThreadPoolExecutor LOOKS =
            new ScheduledThreadPoolExecutor(1, HandlerWatch::newThread);

    static {
        LOOKS.setKeepAliveTime(10, TimeUnit.SECONDS);
        LOOKS.allowCoreThreadTimeOut(true);
        LOOKS.setRemoveOnCancelPolicy(true);
    }

    private final Map<Key, HandlerTimes> times = new ConcurrentHashMap<>();
    private final Set<RunningHandler> threads = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<RunningHandler> own = ThreadLocal.withInitial(this::addThread);
    private final Map<String, Complaints> complaints = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();

    // used by the looking thread only
    private Set<RunningHandler.Run> named = Set.of();
    private int quietLooks;

    private volatile boolean ran; // a handler has run since the latest look

    private record Key(String addon, Hook<?> hook, Phase phase, boolean blocking) {}

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "handler-watch");
        thread.setDaemon(true);
        return thread;
    }

    /** The counters of handlers, which are the same for all handlers of an addon at a hook and phase. */
    HandlerTimes times(String addon, Hook<?> hook, Phase phase, boolean blocking) {
        return times.computeIfAbsent(
                new Key(addon, hook, phase, blocking), key -> new HandlerTimes(addon, hook, phase, blocking));
    }

    /** The measured run times of all handlers that were run, by addon and hook. */
    List<HandlerTiming> timings() {
        Map<HandlerTimes, Long> running = new ConcurrentHashMap<>();
        for (RunningHandler thread : threads) {
            RunningHandler.Run run = thread.current();
            if (run != null) {
                running.merge(run.times(), 1L, Long::sum);
            }
        }
        List<HandlerTiming> all = new ArrayList<>();
        times.values().forEach(one -> all.add(one.timing(running.getOrDefault(one, 0L))));
        all.removeIf(one -> one.calls() == 0 && one.running() == 0);
        all.sort(Comparator.comparing(HandlerTiming::addon)
                .thenComparing(one -> one.hook().toString())
                .thenComparing(HandlerTiming::phase)
                .thenComparing(HandlerTiming::blocking));
        return all;
    }

    // ---- runs

    /** The calling thread's entry, for {@link #began} and {@link #ended}. */
    RunningHandler thread() {
        return own.get();
    }

    private RunningHandler addThread() {
        RunningHandler thread = new RunningHandler();
        threads.add(thread);
        return thread;
    }

    /** @param at {@link System#nanoTime} */
    void began(RunningHandler thread, HandlerTimes of, long flow, long at) {
        thread.begin(of, flow, at);
        if (!ran) {
            ran = true;
            lookSoon();
        }
    }

    /**
     * The handler returned, or failed. A blocking one is not counted by the event loop that gave it to its thread.
     *
     * @param at when it began
     * @return the time now
     */
    long ended(RunningHandler thread, HandlerTimes of, long flow, long at) {
        long now = System.nanoTime();
        if (thread.end()) {
            if (now - at > SLOW && !of.blocking && !of.isNew()) { // the first run may have loaded classes
                slow(of, flow, now - at);
            }
            of.add(now - at);
        }
        return now;
    }

    // ---- handlers that do not return

    /**
     * Runs a task after a time in nanoseconds, during the run of a handler. A look is due sooner than most tasks, so that these
     * do not wake the thread when they are added.
     *
     * @param task must not block
     */
    Future<?> later(long nanos, Runnable task) {
        return LOOKS.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    private void lookSoon() {
        if (!looking.get() && looking.compareAndSet(false, true)) {
            LOOKS.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        boolean active = ran;
        ran = false;
        long now = System.nanoTime();
        Set<RunningHandler.Run> stuck = new HashSet<>();
        for (RunningHandler thread : threads) {
            RunningHandler.Run run = thread.current();
            if (run != null) {
                active = true;
                if (now - run.since() > STUCK) {
                    stuck.add(run);
                    if (!named.contains(run)) {
                        nameStuck(thread.thread, run, now - run.since());
                    }
                }
            } else if (!thread.thread.isAlive()) {
                threads.remove(thread);
            }
        }
        named = stuck;
        quietLooks = active ? 0 : quietLooks + 1;
        if (quietLooks <= QUIET_LOOKS) {
            LOOKS.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        quietLooks = 0;
        looking.set(false);
        if (ran) { // since this look began, by a thread that found that one was due
            lookSoon();
        }
    }

    private void nameStuck(Thread thread, RunningHandler.Run run, long nanos) {
        HandlerTimes of = run.times();
        Integer more = complain(of.addon + " stuck");
        if (more != null) {
            StackTraceElement[] stack = thread.getStackTrace();
            LOG.warn(
                    "addon {} has not returned from {} of flow {} for {} ms, {} on thread {} at {}{}",
                    of.addon,
                    of.hook,
                    run.flow(),
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    of.blocking ? "and occupies a thread of blocking handlers," : "so that other connections wait,",
                    thread.getName(),
                    stack.length == 0 ? "an unknown place" : stack[0],
                    more(more));
        }
    }

    private void slow(HandlerTimes of, long flow, long nanos) {
        Integer more = complain(of.addon + " slow");
        if (more != null) {
            LOG.warn(
                    "addon {} took {} ms at {} of flow {} on an event loop, so that other connections waited: "
                            + "register handlers that may take more than {} ms with onBlocking{}",
                    of.addon,
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    of.hook,
                    flow,
                    TimeUnit.NANOSECONDS.toMillis(SLOW),
                    more(more));
        }
    }

    private static String more(int count) {
        return count == 0 ? "" : " (" + count + " more since the last message)";
    }

    /** Returns the number of complaints that were withheld since the last one; null if this one is withheld. */
    private @Nullable Integer complain(String what) {
        return complaints.computeIfAbsent(what, key -> new Complaints()).next(System.nanoTime());
    }

    /** Lets one complaint through in a minute, and counts the others. */
    private static final class Complaints {
        private static final long PERIOD = TimeUnit.MINUTES.toNanos(1);

        private boolean any;
        private long latest;
        private int withheld;

        synchronized @Nullable Integer next(long now) {
            if (any && now - latest < PERIOD) {
                withheld++;
                return null;
            }
            int count = withheld;
            any = true;
            latest = now;
            withheld = 0;
            return count;
        }
    }
}
