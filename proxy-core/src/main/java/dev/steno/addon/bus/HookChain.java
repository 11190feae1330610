package dev.steno.addon.bus;

import dev.steno.addon.AsyncHandler;
import dev.steno.addon.Handler;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handlers of each hook in their order, and how they are run. Immutable once constructed; any event loop.
 *
 * <p>A run through inline handlers completes before {@link #run} returns. If a handler answers later, the run continues
 * on the caller's event loop when its stage completes: holding an exchange uses no thread.
 */
public final class HookChain {
    private static final Logger LOG = LoggerFactory.getLogger(HookChain.class);

    private final Map<Hook<?>, List<Registration<?>>> handlers = new IdentityHashMap<>();
    private final HandlerFailures failures;
    private final HandlerWatch watch;

    /**
     * @param registrations in the order of the addons
     * @param failures counts failures of handlers
     * @param watch measures the handlers
     */
    HookChain(List<Registration<?>> registrations, HandlerFailures failures, HandlerWatch watch) {
        this.failures = failures;
        this.watch = watch;
        for (Registration<?> registration : registrations) {
            handlers.computeIfAbsent(registration.hook, hook -> new ArrayList<>())
                    .add(registration);
        }
        // a stable sort keeps the order of the addons within a phase
        handlers.values().forEach(list -> list.sort(Comparator.comparing(registration -> registration.phase)));
    }

    /**
     * One handler of one addon. A blocking handler is registered as an asynchronous one that runs on the addon executor,
     * where it is measured.
     */
    record Registration<T>(
            String addon,
            Hook<T> hook,
            Phase phase,
            HandlerTimes times,
            boolean failClosed,
            @Nullable Handler<T> inline,
            @Nullable AsyncHandler<T> later) {}

    /**
     * The result of a run.
     *
     * @param subject the subject, with the replacements of all handlers
     * @param verdict {@code Pass}, {@code Answer}, {@code Drop} or {@code Tunnel}
     * @param by the addon that gave the verdict, or, for {@code Pass}, the last one that replaced the subject; empty if
     *     none did
     */
    public record Outcome<T>(T subject, Verdict<T> verdict, String by) {}

    /** A run of the handlers of a hook that may still be in progress. */
    public interface Run {
        /**
         * Cancels the run: its outcome is not reported, and the stage it is waiting for is cancelled. Must be called on
         * the run's event loop.
         */
        void cancel();
    }

    /** Whether a hook has no handler; the caller then need not build the subject. */
    public boolean isEmpty(Hook<?> hook) {
        return !handlers.containsKey(hook);
    }

    /** The number of times a handler threw or returned no verdict since the start. */
    public long failures() {
        return failures.all();
    }

    /** The same for one addon. */
    public long failures(String addon) {
        return failures.of(addon);
    }

    /**
     * Reports that a part of a handler's verdict could not be applied; counted as a failure.
     *
     * @param what a sentence without its end
     */
    public void notApplied(String addon, Hook<?> hook, long flow, String what) {
        failures.add(addon);
        LOG.warn("addon {} at {} of flow {}: {}", addon, hook, flow, what);
    }

    /**
     * Runs the handlers of a hook.
     *
     * @param flow the number of the flow for the log; 0 if there is none
     * @param loop the event loop on which the run continues after a handler that answers later
     * @param done called once with the outcome; before this method returns, i.e. re-entrantly, if all handlers are
     *     inline
     */
    public <T> Run run(
            Hook<T> hook, long flow, T subject, HookContext context, Executor loop, Consumer<Outcome<T>> done) {
        @SuppressWarnings("unchecked") // the list of a hook holds registrations of that hook only
        List<Registration<T>> chain = (List<Registration<T>>) (List<?>) handlers.getOrDefault(hook, List.of());
        Walk<T> walk = new Walk<>(chain, flow, subject, context, loop, done);
        walk.advance();
        return walk;
    }

    private final class Walk<T> implements Run {
        private final List<Registration<T>> chain;
        private final long flow;
        private final HookContext context;
        private final Executor loop;
        private final Consumer<Outcome<T>> done;
        private T subject;
        private String by = "";
        private int next;
        private boolean over;
        private @Nullable CompletableFuture<Verdict<T>> waitingFor;

        Walk(
                List<Registration<T>> chain,
                long flow,
                T subject,
                HookContext context,
                Executor loop,
                Consumer<Outcome<T>> done) {
            this.chain = chain;
            this.flow = flow;
            this.subject = subject;
            this.context = context;
            this.loop = loop;
            this.done = done;
        }

        void advance() {
            if (!over && next < chain.size()) {
                RunningHandler thread = watch.thread();
                long at = System.nanoTime();
                while (!over && next < chain.size()) {
                    Registration<T> registration = chain.get(next++);
                    if (registration.inline != null) {
                        Verdict<T> verdict = callInline(registration, registration.inline, thread, at);
                        at = watch.ended(thread, registration.times, flow, at);
                        applyVerdict(registration, verdict);
                    } else if (registration.later != null) {
                        CompletableFuture<Verdict<T>> stage = callLater(registration, registration.later, thread, at);
                        at = watch.ended(thread, registration.times, flow, at);
                        if (!isDecided(registration, stage)) {
                            return;
                        }
                    }
                }
            }
            endRun(Verdict.pass());
        }

        private @Nullable Verdict<T> callInline(
                Registration<T> registration, Handler<T> handler, RunningHandler thread, long at) {
            watch.began(thread, registration.times, flow, at);
            try {
                return handler.handle(subject, context);
            } catch (Exception | Error e) {
                AddonFailures.rethrowUnlessOfAddon(e);
                return failureVerdict(registration, e);
            }
        }

        private CompletableFuture<Verdict<T>> callLater(
                Registration<T> registration, AsyncHandler<T> handler, RunningHandler thread, long at) {
            if (!registration.times.blocking) {
                watch.began(thread, registration.times, flow, at);
            }
            try {
                return handler.handle(subject, context).toCompletableFuture();
            } catch (RuntimeException | Error e) { // the handler threw or returned null
                AddonFailures.rethrowUnlessOfAddon(e);
                return CompletableFuture.failedFuture(e);
            }
        }

        /** Applies the verdict of a stage; returns whether it was complete already. */
        private boolean isDecided(Registration<T> registration, CompletableFuture<Verdict<T>> stage) {
            if (stage.isDone()) {
                stage.whenComplete((verdict, error) -> arrived(registration, verdict, error));
                return true;
            }
            waitingFor = stage;
            stage.whenComplete((verdict, error) -> loop.execute(() -> {
                waitingFor = null;
                if (!over) {
                    arrived(registration, verdict, error);
                    advance();
                }
            }));
            return false;
        }

        private void arrived(Registration<T> registration, @Nullable Verdict<T> verdict, @Nullable Throwable error) {
            applyVerdict(registration, error == null ? verdict : failureVerdict(registration, error));
        }

        private void applyVerdict(Registration<T> registration, @Nullable Verdict<T> verdict) {
            if (verdict == null) {
                applyVerdict(registration, failureVerdict(registration, new IllegalStateException("no verdict")));
            } else if (verdict instanceof Verdict.Replace<T> replace) {
                subject = replace.subject();
                by = registration.addon;
            } else if (verdict instanceof Verdict.After<T> after) {
                subject = after.subject();
                by = registration.addon;
                endRun(after.then());
            } else if (!(verdict instanceof Verdict.Pass<T>)) {
                by = registration.addon;
                endRun(verdict);
            }
        }

        private Verdict<T> failureVerdict(Registration<T> registration, Throwable error) {
            failures.add(registration.addon);
            LOG.warn("addon {} failed at {} of flow {}", registration.addon, registration.hook, flow, error);
            return registration.failClosed
                    ? new Verdict.Drop<>("addon " + registration.addon + " failed")
                    : Verdict.pass();
        }

        private void endRun(Verdict<T> verdict) {
            if (!over) {
                over = true;
                done.accept(new Outcome<>(subject, verdict, by));
            }
        }

        @Override
        public void cancel() {
            over = true;
            if (waitingFor != null) {
                waitingFor.cancel(false);
            }
        }
    }
}
