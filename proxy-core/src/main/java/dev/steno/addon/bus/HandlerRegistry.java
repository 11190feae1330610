package dev.steno.addon.bus;

import dev.steno.addon.AsyncHandler;
import dev.steno.addon.BlockingTerms;
import dev.steno.addon.Handler;
import dev.steno.addon.HandlerSet;
import dev.steno.addon.Handlers;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.InterimResponse;
import dev.steno.addon.Phase;
import dev.steno.addon.PreparedHandler;
import dev.steno.addon.ServerFailure;
import dev.steno.addon.Verdict;
import dev.steno.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of all addons, in slots that are replaced as one. Each change builds a new {@link HookChain}, which event
 * loops read without a lock. Any thread.
 */
final class HandlerRegistry {
    private final Executor executor;
    private final HandlerFailures failures = new HandlerFailures();
    private final List<Slot> slots = new ArrayList<>();
    private final HandlerWatch watch = new HandlerWatch();
    private @Nullable AddonWatcher watcher;
    private volatile HookChain chain = new HookChain(List.of(), failures, watch);

    /** @param executor runs blocking handlers */
    HandlerRegistry(Executor executor) {
        this.executor = executor;
    }

    /** The measured run times of all handlers that were run. */
    List<HandlerTiming> timings() {
        return watch.timings();
    }

    /** The handlers as they are now. */
    HookChain chain() {
        return chain;
    }

    /** The executor of blocking handlers. */
    Executor executor() {
        return executor;
    }

    /** The failures of all addons. */
    HandlerFailures failures() {
        return failures;
    }

    /** The number of slots. */
    synchronized int slots() {
        return slots.size();
    }

    /** Removes the last slots, with their handlers. */
    synchronized void keepSlots(int count) {
        slots.subList(count, slots.size()).clear();
        rebuild();
    }

    /** Adds an empty slot behind the others. */
    synchronized Slot addSlot(String addon) {
        Slot slot = new Slot(addon);
        slots.add(slot);
        return slot;
    }

    Registrations registrations(String addon) {
        return new Registrations(addon, executor, watch);
    }

    /** Reports each handler's verdict and run time to a watcher. */
    synchronized void watch(AddonWatcher by) {
        watcher = by;
        rebuild();
    }

    private void rebuild() {
        List<HookChain.Registration<?>> all = new ArrayList<>();
        AddonWatcher by = watcher;
        for (Slot slot : slots) {
            for (HookChain.Registration<?> one : slot.handlers) {
                all.add(by == null ? one : WatchedHandlers.of(one, by));
            }
        }
        chain = new HookChain(all, failures, watch);
    }

    /** The place of some handlers in the order. */
    final class Slot implements HandlerSet {
        private final String addon;
        private List<HookChain.Registration<?>> handlers = List.of();

        private Slot(String addon) {
            this.addon = addon;
        }

        @Override
        public void replace(Consumer<Handlers> registration) {
            Registrations next = registrations(addon);
            registration.accept(next);
            replace(next);
        }

        void replace(Registrations next) {
            synchronized (HandlerRegistry.this) {
                handlers = List.copyOf(next.all);
                rebuild();
            }
        }
    }

    private static final BlockingTerms.Late WITHOUT_LIMIT = new BlockingTerms.Late() {
        @Override
        public <T> Verdict<T> verdict(T subject) {
            return Verdict.pass();
        }
    };

    /** Collects the handlers of one addon. */
    static final class Registrations implements Handlers {
        private final String addon;
        private final Executor executor;
        private final HandlerWatch watch;
        private final List<HookChain.Registration<?>> all = new ArrayList<>();
        private boolean failClosed;

        private Registrations(String addon, Executor executor, HandlerWatch watch) {
            this.addon = addon;
            this.executor = executor;
            this.watch = watch;
        }

        private <T> void add(
                Hook<T> hook,
                Phase phase,
                HandlerTimes times,
                @Nullable Handler<T> inline,
                @Nullable AsyncHandler<T> later) {
            all.add(new HookChain.Registration<>(addon, hook, phase, times, failClosed, inline, later));
        }

        @Override
        public <T> void on(Hook<T> hook, Phase phase, Handler<T> handler) {
            add(hook, phase, watch.times(addon, hook, phase, false), handler, null);
        }

        @Override
        public <T> void onAsync(Hook<T> hook, Phase phase, AsyncHandler<T> handler) {
            add(hook, phase, watch.times(addon, hook, phase, false), null, handler);
        }

        @Override
        public <T> void onBlocking(Hook<T> hook, Phase phase, Handler<T> handler) {
            onBlocking(hook, phase, handler, new BlockingTerms(executor, 0, WITHOUT_LIMIT));
        }

        @Override
        public <T> void onBlocking(Hook<T> hook, Phase phase, Handler<T> handler, BlockingTerms terms) {
            PreparedHandler.Call<T> call = handler::handle;
            onBlocking(hook, phase, subject -> call, terms);
        }

        @Override
        public <T> void onBlocking(Hook<T> hook, Phase phase, PreparedHandler<T> handler, BlockingTerms terms) {
            HandlerTimes times = watch.times(addon, hook, phase, true);
            add(hook, phase, times, null, (subject, context) -> {
                PreparedHandler.Call<T> call = handler.begin(subject);
                if (call == null) {
                    return CompletableFuture.completedFuture(Verdict.pass());
                }
                CompletableFuture<Verdict<T>> verdict = new CompletableFuture<>();
                try {
                    terms.threads().execute(() -> {
                        if (verdict.isDone()) { // the client disconnected before the handler ran
                            call.dropped();
                        } else {
                            runBlocking(call, times, subject, context, verdict, terms);
                        }
                    });
                } catch (RuntimeException refused) {
                    call.dropped();
                    throw refused;
                }
                return verdict;
            });
        }

        private <T> void runBlocking(
                Handler<T> handler,
                HandlerTimes times,
                T subject,
                HookContext context,
                CompletableFuture<Verdict<T>> verdict,
                BlockingTerms terms) {
            TimeLimit limit = TimeLimit.of(terms, subject, verdict);
            RunningHandler thread = watch.thread();
            long at = System.nanoTime();
            long flow = flow(subject);
            watch.began(thread, times, flow, at);
            Verdict<T> given = null;
            Throwable failure = null;
            try {
                given = handler.handle(subject, context);
            } catch (Throwable e) {
                // also for an Error: a stage that never completes would hold the exchange without end
                failure = e;
            }
            watch.ended(thread, times, flow, at);
            if (limit != null) {
                limit.end();
            }
            if (failure == null) {
                verdict.complete(given);
            } else {
                verdict.completeExceptionally(failure);
            }
        }

        /** The number of the flow that a hook shows; 0 if it shows none. */
        private static long flow(Object subject) {
            if (subject instanceof Flow flow) {
                return flow.id();
            } else if (subject instanceof Hook.StreamMessage message) {
                return message.flow().id();
            } else if (subject instanceof ServerFailure failure) {
                return failure.flow().id();
            }
            return subject instanceof InterimResponse interim ? interim.flow().id() : 0;
        }

        @Override
        public void failClosed() {
            failClosed = true;
        }
    }
}
