package dev.steno.addon.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.Addon;
import dev.steno.addon.HandlerSet;
import dev.steno.addon.Handlers;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Sequences;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Handlers that are replaced while the proxy runs. */
class HandlerSetTest {
    private final List<HandlerSet> sets = new ArrayList<>();

    private static void name(Handlers handlers, String name) {
        handlers.on(
                Hook.UPSTREAM,
                Phase.ROUTE,
                (target, context) -> new Verdict.Replace<>(new Endpoint(target.host() + name, target.port())));
    }

    private AddonRuntime runtime(Addon... addons) {
        return new AddonRuntime(List.of(addons), new Sequences(), new RecordBudget(1), Runnable::run);
    }

    private static String run(AddonRuntime runtime) {
        AtomicReference<String> host = new AtomicReference<>();
        runtime.hooks()
                .run(
                        Hook.UPSTREAM,
                        0,
                        new Endpoint("", 1),
                        HookContext.NONE,
                        Runnable::run,
                        outcome -> host.set(outcome.subject().host()));
        return host.get();
    }

    @Test
    void aSetRunsInThePlaceOfItsAddon() {
        AddonRuntime runtime = runtime(
                registrar -> {
                    name(registrar, "a");
                    sets.add(registrar.handlerSet());
                },
                registrar -> name(registrar, "c"));
        assertThat(run(runtime)).isEqualTo("ac");

        sets.get(0).replace(handlers -> name(handlers, "b"));
        assertThat(run(runtime)).isEqualTo("abc");
        sets.get(0).replace(handlers -> {
            name(handlers, "1");
            name(handlers, "2");
        });
        assertThat(run(runtime)).isEqualTo("a12c");
        sets.get(0).replace(handlers -> {});
        assertThat(run(runtime)).isEqualTo("ac");
    }

    @Test
    void anEmptySetLeavesItsHookWithoutHandlers() {
        AddonRuntime runtime = runtime(registrar -> sets.add(registrar.handlerSet()));
        assertThat(runtime.hooks().isEmpty(Hook.UPSTREAM)).isTrue();
        sets.get(0).replace(handlers -> name(handlers, "a"));
        assertThat(runtime.hooks().isEmpty(Hook.UPSTREAM)).isFalse();
        sets.get(0).replace(handlers -> {});
        assertThat(runtime.hooks().isEmpty(Hook.UPSTREAM)).isTrue();
    }

    @Test
    void aRegistrationThatFailsChangesNothing() {
        AddonRuntime runtime = runtime(registrar -> sets.add(registrar.handlerSet()));
        sets.get(0).replace(handlers -> name(handlers, "a"));
        assertThatThrownBy(() -> sets.get(0).replace(handlers -> {
                    name(handlers, "b");
                    throw new IllegalArgumentException("not a rule");
                }))
                .hasMessage("not a rule");
        assertThat(run(runtime)).isEqualTo("a");
    }

    @Test
    void aRunContinuesWithTheHandlersItBeganWith() {
        CompletableFuture<Verdict<Endpoint>> held = new CompletableFuture<>();
        AddonRuntime runtime = runtime(registrar -> sets.add(registrar.handlerSet()));
        sets.get(0).replace(handlers -> {
            handlers.onAsync(Hook.UPSTREAM, Phase.ROUTE, (target, context) -> held);
            name(handlers, "old");
        });
        AtomicReference<String> host = new AtomicReference<>();
        runtime.hooks()
                .run(
                        Hook.UPSTREAM,
                        0,
                        new Endpoint("", 1),
                        HookContext.NONE,
                        Runnable::run,
                        outcome -> host.set(outcome.subject().host()));
        sets.get(0).replace(handlers -> name(handlers, "new"));
        held.complete(Verdict.pass());
        assertThat(host.get()).isEqualTo("old");
        assertThat(run(runtime)).isEqualTo("new");
    }

    @Test
    void aThousandReplacementsUnderLoadLoseNoRun() throws Exception {
        AddonRuntime runtime = runtime(registrar -> sets.add(registrar.handlerSet()));
        sets.get(0).replace(handlers -> name(handlers, "0"));
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>();
        Thread load = new Thread(() -> {
            while (!over.get()) {
                String host = run(runtime);
                if (host == null || !host.matches("\\d+")) {
                    wrong.set("ran without the set's handler: " + host);
                }
            }
        });
        load.start();
        for (int i = 1; i <= 1000; i++) {
            String name = Integer.toString(i);
            sets.get(0).replace(handlers -> name(handlers, name));
        }
        over.set(true);
        load.join();
        assertThat(wrong.get()).isNull();
        assertThat(run(runtime)).isEqualTo("1000");
    }
}
