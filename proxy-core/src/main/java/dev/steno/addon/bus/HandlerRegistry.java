package dev.steno.addon.bus;

import dev.steno.addon.AsyncHandler;
import dev.steno.addon.Handler;
import dev.steno.addon.HandlerSet;
import dev.steno.addon.Handlers;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
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
    private @Nullable AddonWatcher watcher;
    private volatile HookChain chain = new HookChain(List.of(), failures);

    /** @param executor runs blocking handlers */
    HandlerRegistry(Executor executor) {
        this.executor = executor;
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
        return new Registrations(addon, executor);
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
        chain = new HookChain(all, failures);
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

    /** Collects the handlers of one addon. */
    static final class Registrations implements Handlers {
        private final String addon;
        private final Executor executor;
        private final List<HookChain.Registration<?>> all = new ArrayList<>();
        private boolean failClosed;

        private Registrations(String addon, Executor executor) {
            this.addon = addon;
            this.executor = executor;
        }

        @Override
        public <T> void on(Hook<T> hook, Phase phase, Handler<T> handler) {
            all.add(new HookChain.Registration<>(addon, hook, phase, failClosed, handler, null));
        }

        @Override
        public <T> void onAsync(Hook<T> hook, Phase phase, AsyncHandler<T> handler) {
            all.add(new HookChain.Registration<>(addon, hook, phase, failClosed, null, handler));
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
    }
}
