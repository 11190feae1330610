package dev.steno.addon.bus;

import dev.steno.addon.Addon;
import dev.steno.addon.AsyncHandler;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.FlowsInFlight;
import dev.steno.addon.Handler;
import dev.steno.addon.HandlerSet;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.RecordedFlows;
import dev.steno.addon.Recorder;
import dev.steno.addon.Registrar;
import dev.steno.command.Commands;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Sequences;
import dev.steno.option.Options;
import dev.steno.option.OptionsListener;
import dev.steno.pace.Pacing;
import dev.steno.pace.PacingSource;
import dev.steno.redact.Redactor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services that exchanges use besides the wire: hooks, the bus of facts, sequence numbers and byte budgets.
 * Constructed once from the list of addons; any thread.
 */
public final class AddonRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AddonRuntime.class);

    private final HandlerRegistry handlers;
    private FlowBus facts;
    private final Sequences sequences;
    private final RecordBudget recordBudget;
    private final HeldBytes heldBytes;
    private final Recorder record;
    private final FlowsInFlight inFlight = new FlowsInFlight();
    private final ScheduledThreadPoolExecutor timer;
    private volatile @Nullable Pacing pacing;
    private final Deque<Addon> registered = new ArrayDeque<>(); // the latest first

    /** Registers the addons in their order, with new registries of options and commands. */
    public AddonRuntime(
            List<? extends Addon> addons, Sequences sequences, RecordBudget recordBudget, Executor addonExecutor) {
        this(addons, sequences, recordBudget, addonExecutor, new Options(), new Commands());
    }

    /**
     * Registers the addons in their order.
     *
     * @param addonExecutor runs blocking handlers
     * @param options registry for the addons' options; those that the command line sets are registered before, see
     *     {@link Registrar#options}
     * @param commands registry for the addons' commands
     */
    public AddonRuntime(
            List<? extends Addon> addons,
            Sequences sequences,
            RecordBudget recordBudget,
            Executor addonExecutor,
            Options options,
            Commands commands) {
        this.timer = new ScheduledThreadPoolExecutor(
                1,
                AddonRuntime::timerThread,
                new ThreadPoolExecutor.DiscardPolicy()); // after the close, nothing happens
        timer.setRemoveOnCancelPolicy(true);
        this.handlers = new HandlerRegistry(addonExecutor);
        Collector collector = new Collector(this, options, commands);
        for (Addon addon : addons) {
            collector.begin(addon);
            if (addon instanceof PacingSource source) {
                source.pacesBy(next -> pacing = next);
            }
            if (addon instanceof GuestAddon guest) {
                register(guest, collector);
            } else {
                addon.register(collector);
                registered.addFirst(addon);
            }
            collector.end();
        }
        this.facts = new FlowBus(collector.lossless, collector.revisions, collector.latest);
        this.sequences = sequences;
        this.recordBudget = recordBudget;
        this.heldBytes = new HeldBytes(recordBudget.limit());
        this.record = collector.keeper;
        collector.latest.forEach(LatestSubscription::start);
    }

    private void register(GuestAddon guest, Collector collector) {
        Collector.Mark before = collector.mark();
        try {
            guest.register(collector);
            registered.addFirst(guest);
        } catch (RuntimeException | Error e) {
            AddonFailures.rethrowUnlessOfAddon(e);
            collector.undo(before);
            guest.failed().accept(e);
        }
    }

    /**
     * Reports all verdicts and revisions to a watcher. Optional; must be called before the first client is accepted.
     */
    public void watch(AddonWatcher watcher) {
        handlers.watch(watcher);
        facts = facts.with(watcher::published);
    }

    /** Redacts all that is recorded and shown of flows, but not what passes. Must be called before the first client is accepted. */
    public void redactRecord(Redactor redactor) {
        facts = facts.redactedBy(redactor);
    }

    public HookChain hooks() {
        return handlers.chain();
    }

    /** Returns the measured run times of all handlers that were run, by addon and hook. Any thread. */
    public List<HandlerTiming> handlerTimings() {
        return handlers.timings();
    }

    public FlowBus facts() {
        return facts;
    }

    public Sequences sequences() {
        return sequences;
    }

    public RecordBudget recordBudget() {
        return recordBudget;
    }

    /** Returns the counter of bodies that are held for handlers or connections; its limit is the record budget's. */
    public HeldBytes heldBytes() {
        return heldBytes;
    }

    /** Returns the recorder; {@link Recorder#UNDEMANDING} if no addon is the recorder. */
    public Recorder record() {
        return record;
    }

    /** Returns the flows that have not ended. */
    public FlowsInFlight inFlight() {
        return inFlight;
    }

    /** Returns which flows are slowed; null, and thus without cost, if no rule slows any. */
    public @Nullable Pacing pacing() {
        return pacing;
    }

    /** Returns the executor of body sources that block; it refuses no task. */
    public Executor sources() {
        return handlers.executor() instanceof BlockingExecutor threads ? threads::executeAlways : handlers.executor();
    }

    /** Returns the executor of what happens at a later time; its tasks must not block. Its thread begins with the first task. */
    public ScheduledExecutorService timer() {
        return timer;
    }

    private static Thread timerThread(Runnable work) {
        Thread thread = new Thread(work, "addon-timer");
        thread.setDaemon(true);
        return thread;
    }

    /** Publishes the newest revision of a flow. */
    public void changed(Flow flow) {
        facts.publish(new FlowEvent.Changed(flow));
    }

    /**
     * Delivers queued facts to their consumers, then stops the threads of the consumers and the addons, the latest first.
     */
    @Override
    public void close() {
        timer.shutdownNow();
        facts.close();
        Addon addon;
        while ((addon = registered.pollFirst()) != null) {
            try {
                addon.stop();
            } catch (Exception | Error e) {
                AddonFailures.rethrowUnlessOfAddon(e);
                LOG.warn("addon {} failed to stop", addon.name(), e);
            }
        }
    }

    private static final class Collector implements Registrar {
        private final AddonRuntime runtime;
        private final HandlerRegistry handlers;
        private final List<Consumer<FlowEvent>> lossless = new ArrayList<>();
        private final List<Consumer<FlowEvent.Revision>> revisions = new ArrayList<>();
        private final List<LatestSubscription> latest = new ArrayList<>();
        private final Options options;
        private final Commands commands;
        private String addon = "";
        private @Nullable GuestConsumers guest; // null for an addon of the product
        private int before;
        private List<Object> holders = List.of();
        private List<OptionsListener<?>> listeners = List.of();
        private HandlerRegistry.Slot fixed;
        private HandlerRegistry.Registrations registrations;
        private Recorder keeper = Recorder.UNDEMANDING;

        Collector(AddonRuntime runtime, Options options, Commands commands) {
            this.runtime = runtime;
            this.handlers = runtime.handlers;
            this.options = options;
            this.commands = commands;
            this.fixed = handlers.addSlot("");
            this.registrations = handlers.registrations("");
        }

        void begin(Addon next) {
            addon = next.name();
            guest = next instanceof GuestAddon ? new GuestConsumers(addon, handlers.failures()) : null;
            holders = new ArrayList<>();
            listeners = new ArrayList<>();
            before = handlers.slots();
            fixed = handlers.addSlot(addon);
            registrations = handlers.registrations(addon);
        }

        /** What was registered before an addon. */
        record Mark(int lossless, int revisions, int latest, Recorder keeper) {}

        Mark mark() {
            return new Mark(lossless.size(), revisions.size(), latest.size(), keeper);
        }

        /** Removes all that the present addon registered. */
        void undo(Mark mark) {
            handlers.keepSlots(before);
            keepFirst(lossless, mark.lossless);
            keepFirst(revisions, mark.revisions);
            keepFirst(latest, mark.latest);
            keeper = mark.keeper;
            holders.forEach(commands::unregister);
            listeners.forEach(options::unregister);
            fixed = handlers.addSlot(addon);
            registrations = handlers.registrations(addon);
        }

        private static void keepFirst(List<?> list, int count) {
            list.subList(count, list.size()).clear();
        }

        void end() {
            fixed.replace(registrations);
        }

        @Override
        public <T> void on(Hook<T> hook, Phase phase, Handler<T> handler) {
            registrations.on(hook, phase, handler);
        }

        @Override
        public <T> void onAsync(Hook<T> hook, Phase phase, AsyncHandler<T> handler) {
            registrations.onAsync(hook, phase, handler);
        }

        @Override
        public <T> void onBlocking(Hook<T> hook, Phase phase, Handler<T> handler) {
            registrations.onBlocking(hook, phase, handler);
        }

        @Override
        public void failClosed() {
            registrations.failClosed();
        }

        @Override
        public HandlerSet handlerSet() {
            return handlers.addSlot(addon);
        }

        @Override
        public void lossless(Consumer<FlowEvent> consumer) {
            lossless.add(guest == null ? consumer : guest.of(consumer));
        }

        @Override
        public void revisions(Consumer<FlowEvent.Revision> consumer) {
            revisions.add(guest == null ? consumer : guest.of(consumer));
        }

        @Override
        public void latest(LatestConsumer consumer) {
            latest.add(new LatestSubscription(addon, guest == null ? consumer : guest.of(consumer)));
        }

        @Override
        public void keepsRecord(Recorder given) {
            if (keeper != Recorder.UNDEMANDING) {
                throw new IllegalStateException(addon + " cannot be the recorder: another addon already is");
            }
            keeper = given;
        }

        @Override
        public <R extends Record> R options(Class<R> type, OptionsListener<R> listener) {
            listeners.add(listener);
            return options.register(type, listener);
        }

        @Override
        public void commands(Object holder) {
            commands.register(holder);
            holders.add(holder);
        }

        @Override
        public FlowsInFlight flowsInFlight() {
            return runtime.inFlight;
        }

        @Override
        public RecordedFlows recorded() {
            return new RecordedFlows() { // the recorder may be registered later
                @Override
                public Optional<Flow> flow(long id) throws IOException {
                    return runtime.record.flows().flow(id);
                }

                @Override
                public InputStream body(Body body) throws IOException {
                    return runtime.record.flows().body(body);
                }
            };
        }

        @Override
        public Executor blocking() {
            return handlers.executor();
        }

        @Override
        public ScheduledExecutorService timer() {
            return runtime.timer;
        }
    }
}
