package dev.steno.addon.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Sequences;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers that take long, or do not return: they are measured and named. */
class HandlerWatchTest {
    private static final Endpoint SERVER = new Endpoint("server", 1);

    private final Logger logger = Logger.getLogger(HandlerWatch.class.getName());
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final BlockingExecutor blocking = new BlockingExecutor();
    private AddonRuntime runtime;

    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getMessage());
        }

        @Override
        public void flush() {
            // nothing is buffered
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void watch() {
        logger.addHandler(log);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void end() {
        release.countDown();
        if (runtime != null) {
            runtime.close();
        }
        blocking.close();
        logger.removeHandler(log);
        logger.setUseParentHandlers(true);
    }

    private void start(Addon... addons) {
        runtime = new AddonRuntime(List.of(addons), new Sequences(), new RecordBudget(1), blocking);
    }

    private CompletableFuture<Verdict<Endpoint>> run(Hook<Endpoint> hook, long flow) {
        CompletableFuture<Verdict<Endpoint>> verdict = new CompletableFuture<>();
        runtime.hooks()
                .run(
                        hook,
                        flow,
                        SERVER,
                        HookContext.NONE,
                        Runnable::run,
                        outcome -> verdict.complete(outcome.verdict()));
        return verdict;
    }

    private HandlerTiming timing() {
        return runtime.handlerTimings().get(0);
    }

    private static Addon named(String name, Addon handlers) {
        return new Addon() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void register(dev.steno.addon.Registrar registrar) {
                handlers.register(registrar);
            }
        };
    }

    private static void spin(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aHandlerThatHoldsUpItsEventLoopIsNamedOnceAndCounted() {
        start(named(
                "slow",
                registrar -> registrar.on(Hook.UPSTREAM, Phase.MODIFY, (subject, context) -> {
                    spin(51);
                    return Verdict.pass();
                })));
        for (int i = 0; i < 4; i++) {
            run(Hook.UPSTREAM, 7);
        }
        assertThat(logged).hasSize(1);
        assertThat(logged.get(0)).contains("addon slow took ", " ms at UPSTREAM of flow 7 on an event loop");
        assertThat(timing().calls()).isEqualTo(4);
        assertThat(timing().max()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(51));
        assertThat(timing().p99()).isEqualTo(timing().max());
        assertThat(timing().blocking()).isFalse();
    }

    @Test
    void aHandlerThatDoesNotReturnIsNamedWithinASecondWhileOthersPass() throws Exception {
        start(
                named(
                        "endless",
                        registrar -> registrar.onBlocking(Hook.UPSTREAM, Phase.MODIFY, (subject, context) -> {
                            release.await();
                            return Verdict.pass();
                        })),
                named(
                        "quick",
                        registrar -> registrar.onBlocking(
                                Hook.CLIENT, Phase.MODIFY, (subject, context) -> new Verdict.Drop<>("quick"))));
        long begun = System.nanoTime();
        CompletableFuture<Verdict<Endpoint>> held = run(Hook.UPSTREAM, 9);
        CompletableFuture<Object> other = new CompletableFuture<>();
        runtime.hooks()
                .run(
                        Hook.CLIENT,
                        0,
                        null,
                        HookContext.NONE,
                        Runnable::run,
                        outcome -> other.complete(outcome.verdict()));
        assertThat(other.get(180, TimeUnit.SECONDS)).isEqualTo(new Verdict.Drop<>("quick"));

        await().until(() -> !logged.isEmpty());
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        assertThat(logged.get(0))
                .contains("addon endless has not returned from UPSTREAM of flow 0 for ", "on thread addon-1 at ");
        assertThat(held).isNotDone();
        assertThat(runtime.handlerTimings())
                .filteredOn(one -> one.addon().equals("endless"))
                .extracting(HandlerTiming::running)
                .containsExactly(1L);
        release.countDown();
        held.get(180, TimeUnit.SECONDS);
        assertThat(logged).as("named once").hasSize(1);
        assertThat(seconds).as("seconds until it was named").isLessThan(60);
    }

    @Test
    void aHandlerThatDoesNotReturnOnAnEventLoopIsNamed() throws Exception {
        start(named(
                "stuck",
                registrar -> registrar.on(Hook.UPSTREAM, Phase.MODIFY, (subject, context) -> {
                    release.await();
                    return Verdict.pass();
                })));
        Thread loop = new Thread(() -> run(Hook.UPSTREAM, 3), "io-test");
        loop.start();
        await().until(() -> !logged.isEmpty());
        assertThat(logged.get(0)).contains("addon stuck has not returned from UPSTREAM of flow 3", "on thread io-test");
        release.countDown();
        loop.join();
    }
}
