package dev.steno.addon.bus;

import dev.steno.addon.Addon;
import dev.steno.addon.AsyncHandler;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.Handler;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Recorder;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.command.Commands;
import dev.steno.flow.Flow;
import dev.steno.flow.Sequences;
import dev.steno.option.Options;
import dev.steno.option.OptionsListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The services that exchanges use besides the wire: hooks, the bus of facts, sequence numbers and byte budgets.
 * Constructed once from the list of addons; any thread.
 */
public final class AddonRuntime implements AutoCloseable {
    private HookChain hooks;
    private FlowBus facts;
    private final Sequences sequences;
    private final RecordBudget recordBudget;
    private final HeldBytes heldBytes;
    private final Recorder record;

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
        Collector collector = new Collector(addonExecutor, options, commands);
        for (Addon addon : addons) {
            collector.addon = addon.name();
            collector.failClosed = false;
            addon.register(collector);
        }
        this.hooks = new HookChain(collector.registrations);
        this.facts = new FlowBus(collector.lossless, collector.revisions, collector.latest);
        this.sequences = sequences;
        this.recordBudget = recordBudget;
        this.heldBytes = new HeldBytes(recordBudget.limit());
        this.record = collector.keeper;
        collector.latest.forEach(LatestSubscription::start);
    }

    /**
     * Reports all verdicts and revisions to a watcher. Optional; must be called before the first client is accepted.
     */
    public void watch(AddonWatcher watcher) {
        hooks = hooks.watchedBy(watcher);
        facts = facts.with(watcher::published);
    }

    public HookChain hooks() {
        return hooks;
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

    /** Publishes the newest revision of a flow. */
    public void changed(Flow flow) {
        facts.publish(new FlowEvent.Changed(flow));
    }

    /** Delivers queued facts to their consumers, then stops the threads of the consumers. */
    @Override
    public void close() {
        facts.close();
    }

    private static final class Collector implements Registrar {
        private final List<HookChain.Registration<?>> registrations = new ArrayList<>();
        private final List<Consumer<FlowEvent>> lossless = new ArrayList<>();
        private final List<Consumer<FlowEvent.Revision>> revisions = new ArrayList<>();
        private final List<LatestSubscription> latest = new ArrayList<>();
        private final Executor executor;
        private final Options options;
        private final Commands commands;
        private String addon = "";
        private boolean failClosed;
        private Recorder keeper = Recorder.UNDEMANDING;

        Collector(Executor executor, Options options, Commands commands) {
            this.executor = executor;
            this.options = options;
            this.commands = commands;
        }

        @Override
        public <T> void on(Hook<T> hook, Phase phase, Handler<T> handler) {
            registrations.add(new HookChain.Registration<>(addon, hook, phase, failClosed, handler, null));
        }

        @Override
        public <T> void onAsync(Hook<T> hook, Phase phase, AsyncHandler<T> handler) {
            registrations.add(new HookChain.Registration<>(addon, hook, phase, failClosed, null, handler));
        }

        @Override
        public <T> void onBlocking(Hook<T> hook, Phase phase, Handler<T> handler) {
            onAsync(hook, phase, (subject, context) -> {
                CompletableFuture<Verdict<T>> verdict = new CompletableFuture<>();
                executor.execute(() -> {
                    if (verdict.isDone()) {
                        return; // the client disconnected before the handler ran
                    }
                    try {
                        verdict.complete(handler.handle(subject, context));
                    } catch (Throwable e) {
                        // also for an Error: a stage that never completes would hold the exchange without end
                        verdict.completeExceptionally(e);
                    }
                });
                return verdict;
            });
        }

        @Override
        public void failClosed() {
            failClosed = true;
        }

        @Override
        public void lossless(Consumer<FlowEvent> consumer) {
            lossless.add(consumer);
        }

        @Override
        public void revisions(Consumer<FlowEvent.Revision> consumer) {
            revisions.add(consumer);
        }

        @Override
        public void latest(LatestConsumer consumer) {
            latest.add(new LatestSubscription(addon, consumer));
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
            return options.register(type, listener);
        }

        @Override
        public void commands(Object holder) {
            commands.register(holder);
        }
    }
}
