package dev.steno.addon.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Handler;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Sequences;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class HookChainTest {
    private static final Endpoint START = new Endpoint("start", 0);

    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final List<HookChain.Outcome<Endpoint>> outcomes = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    private static HookChain chainOver(Executor addonExecutor, Addon... addons) {
        return new AddonRuntime(List.of(addons), new Sequences(), new RecordBudget(1), addonExecutor).hooks();
    }

    private static HookChain chain(Addon... addons) {
        return chainOver(Runnable::run, addons);
    }

    private HookChain.Run run(HookChain chain) {
        return chain.run(Hook.UPSTREAM, 1, START, HookContext.NONE, loop::add, outcomes::add);
    }

    private void runLoop() {
        for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
            task.run();
        }
    }

    private Addon noting(String name, Phase... phases) {
        return registrar -> Arrays.stream(phases)
                .forEach(phase -> registrar.on(Hook.UPSTREAM, phase, (subject, context) -> {
                    asked.add(name + " " + phase);
                    return Verdict.pass();
                }));
    }

    private static Addon handling(Handler<Endpoint> handler) {
        return registrar -> registrar.on(Hook.UPSTREAM, Phase.MODIFY, handler);
    }

    private static Addon later(CompletableFuture<Verdict<Endpoint>> stage) {
        return registrar -> registrar.onAsync(Hook.UPSTREAM, Phase.MODIFY, (subject, context) -> stage);
    }

    private static Addon appending(String text) {
        return handling(
                (subject, context) -> new Verdict.Replace<>(new Endpoint(subject.host() + text, subject.port())));
    }

    @Test
    void handlersRunByPhaseAndWithinAPhaseByTheAssembly() {
        HookChain chain = chain(
                noting("first", Phase.SEAL, Phase.MODIFY), noting("second", Phase.MODIFY, Phase.ROUTE, Phase.SEAL));

        run(chain);

        assertThat(asked).containsExactly("second ROUTE", "first MODIFY", "second MODIFY", "first SEAL", "second SEAL");
        assertThat(outcomes).containsExactly(new HookChain.Outcome<>(START, Verdict.pass(), ""));
    }

    @Test
    void aHookWithoutHandlersIsEmptyAndPasses() {
        HookChain chain = chain(noting("one", Phase.MODIFY));

        assertThat(chain.isEmpty(Hook.UPSTREAM)).isFalse();
        assertThat(chain.isEmpty(Hook.CLIENT)).isTrue();
        chain().run(Hook.UPSTREAM, 1, START, HookContext.NONE, loop::add, outcomes::add);
        assertThat(outcomes).containsExactly(new HookChain.Outcome<>(START, Verdict.pass(), ""));
    }

    @Test
    void laterHandlersSeeTheReplacementsOfEarlierOnes() {
        run(chain(appending("-a"), appending("-b")));

        assertThat(outcomes.get(0).subject().host()).isEqualTo("start-a-b");
        assertThat(outcomes.get(0).verdict()).isEqualTo(Verdict.pass());
    }

    @Test
    void theFirstVerdictThatDecidesEndsTheRun() {
        run(chain(
                appending("-a"), handling((subject, context) -> new Verdict.Drop<>("no")), noting("late", Phase.SEAL)));

        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.get(0).verdict()).isEqualTo(new Verdict.Drop<>("no"));
        assertThat(outcomes.get(0).subject().host()).isEqualTo("start-a");
        assertThat(asked).isEmpty();
    }

    @Test
    void aHandlerThatAnswersLaterResumesTheRunOnTheGivenExecutor() {
        CompletableFuture<Verdict<Endpoint>> stage = new CompletableFuture<>();
        run(chain(later(stage), appending("-b")));
        assertThat(outcomes).isEmpty();

        stage.complete(new Verdict.Replace<>(new Endpoint("other", 1)));
        assertThat(outcomes).as("not on the thread that completes the stage").isEmpty();
        runLoop();
        assertThat(outcomes.get(0).subject().host()).isEqualTo("other-b");
    }

    @Test
    void aStageThatIsCompleteAtOnceNeedsNoExecutor() {
        run(chain(later(CompletableFuture.completedFuture(new Verdict.Drop<>("at once")))));

        assertThat(loop).isEmpty();
        assertThat(outcomes.get(0).verdict()).isEqualTo(new Verdict.Drop<>("at once"));
    }

    /** A frame takes 48 bytes at least, so one for each stage would take more than the thread's stack. */
    @Test
    void aLongChainOfStagesThatAreCompleteIsWalkedWithoutDeepeningTheStack() throws Exception {
        Addon[] many = new Addon[6_000];
        Arrays.fill(many, later(CompletableFuture.completedFuture(Verdict.pass())));
        HookChain chain = chain(many);

        Thread walk = new Thread(null, () -> run(chain), "walk", 256 * 1024);
        walk.start();
        walk.join();

        assertThat(outcomes).hasSize(1);
    }

    @Test
    void cancellingCancelsTheStageAndReportsNothing() {
        CompletableFuture<Verdict<Endpoint>> stage = new CompletableFuture<>();
        HookChain chain = chain(later(stage), noting("next", Phase.SEAL));

        run(chain).cancel();
        runLoop();

        assertThat(stage).isCancelled();
        assertThat(outcomes).isEmpty();
        assertThat(asked).isEmpty();
        assertThat(chain.failures()).isZero();
    }

    @Test
    void aVerdictThatCameJustBeforeTheCancellingIsNotReported() {
        CompletableFuture<Verdict<Endpoint>> stage = new CompletableFuture<>();
        HookChain.Run run = run(chain(later(stage)));

        stage.complete(Verdict.pass());
        run.cancel();
        runLoop();

        assertThat(outcomes).isEmpty();
    }

    @Test
    void aHandlerThatThrowsIsCountedAndSkipped() {
        HookChain chain = chain(
                handling((subject, context) -> {
                    throw new IOException("made on purpose");
                }),
                handling((subject, context) -> {
                    throw new AssertionError("made on purpose");
                }),
                handling((subject, context) -> {
                    throw new StackOverflowError("made on purpose");
                }),
                handling((subject, context) -> {
                    throw new Error("made on purpose");
                }),
                appending("-c"));

        run(chain);

        assertThat(chain.failures()).isEqualTo(4);
        assertThat(outcomes.get(0).subject().host()).isEqualTo("start-c");
    }

    @Test
    void aStageThatFailsIsCountedAndSkipped() {
        CompletableFuture<Verdict<Endpoint>> stage = new CompletableFuture<>();
        HookChain chain = chain(later(stage), appending("-b"));
        run(chain);

        stage.completeExceptionally(new IllegalStateException("made on purpose"));
        runLoop();

        assertThat(chain.failures()).isEqualTo(1);
        assertThat(outcomes.get(0).subject().host()).isEqualTo("start-b");
    }

    @Test
    void aHandlerThatThrowsDropsTheExchangeIfItsAddonIsFailClosed() {
        Addon closed = new Addon() {
            @Override
            public String name() {
                return "guard";
            }

            @Override
            public void register(Registrar registrar) {
                registrar.failClosed();
                registrar.on(Hook.UPSTREAM, Phase.MODIFY, (subject, context) -> {
                    throw new IllegalStateException("made on purpose");
                });
            }
        };

        run(chain(closed, appending("-b")));

        assertThat(outcomes.get(0).verdict()).isEqualTo(new Verdict.Drop<>("addon guard failed"));
    }

    @Test
    void failClosedAppliesToOneAddonOnly() {
        run(chain(Registrar::failClosed, handling((subject, context) -> {
            throw new IllegalStateException("made on purpose");
        })));

        assertThat(outcomes.get(0).verdict()).isEqualTo(Verdict.pass());
    }

    @Test
    @SuppressWarnings("NullAway") // returns null, which a handler must not do
    void aNullVerdictAndANullStageAreFailures() {
        HookChain chain = chain(
                handling((subject, context) -> null),
                later(CompletableFuture.completedFuture(null)),
                registrar -> registrar.onAsync(Hook.UPSTREAM, Phase.MODIFY, (subject, context) -> null));

        run(chain);

        assertThat(chain.failures()).isEqualTo(3);
        assertThat(outcomes).containsExactly(new HookChain.Outcome<>(START, Verdict.pass(), ""));
    }

    @Test
    void aBlockingHandlerRunsOnTheAddonExecutor() {
        Queue<Runnable> addonTasks = new ArrayDeque<>();
        HookChain chain = chainOver(
                addonTasks::add,
                registrar -> registrar.onBlocking(
                        Hook.UPSTREAM,
                        Phase.MODIFY,
                        (subject, context) -> new Verdict.Replace<>(new Endpoint("b", 1))));
        run(chain);
        assertThat(loop).isEmpty();

        addonTasks.remove().run();
        runLoop();
        assertThat(outcomes.get(0).subject().host()).isEqualTo("b");
    }

    @Test
    void aBlockingHandlerIsNotCalledAfterTheRunWasCancelled() {
        Queue<Runnable> addonTasks = new ArrayDeque<>();
        HookChain chain = chainOver(
                addonTasks::add,
                registrar -> registrar.onBlocking(Hook.UPSTREAM, Phase.MODIFY, (subject, context) -> {
                    asked.add("late");
                    return Verdict.pass();
                }));

        run(chain).cancel();
        addonTasks.remove().run();

        assertThat(asked).isEmpty();
    }

    @Test
    void aBlockingHandlerThatThrowsAnErrorDoesNotHoldTheRun() {
        HookChain chain = chainOver(
                Runnable::run,
                registrar -> registrar.onBlocking(Hook.UPSTREAM, Phase.MODIFY, (subject, context) -> {
                    throw new NoClassDefFoundError("made on purpose");
                }));

        run(chain);

        assertThat(chain.failures()).isEqualTo(1);
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void aBlockingHandlerThatTheExecutorRejectsIsSkipped() {
        HookChain chain = chainOver(
                task -> {
                    throw new RejectedExecutionException("shut down on purpose");
                },
                registrar -> registrar.onBlocking(Hook.UPSTREAM, Phase.MODIFY, (subject, context) -> Verdict.pass()));

        run(chain);

        assertThat(chain.failures()).isEqualTo(1);
        assertThat(outcomes).hasSize(1);
    }
}
