package dev.steno.script.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The share of one script in threads that have no room for more. */
class ScriptThreadsTest {
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(0, ScriptThreads.THREADS, 1, TimeUnit.MINUTES, new SynchronousQueue<>());

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    @Test
    void aQueuedCallRunsThoughNoOtherThreadIsFree() throws Exception {
        ScriptThreads threads = new ScriptThreads(pool, 0, () -> {});
        CountDownLatch one = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(2);
        threads.execute(() -> await(one));
        for (int i = 1; i < ScriptThreads.THREADS; i++) {
            threads.execute(() -> await(others));
        }
        threads.execute(ran::countDown);
        threads.execute(ran::countDown);
        one.countDown();
        assertThat(ran.await(1, TimeUnit.MINUTES)).isTrue();
        others.countDown();
    }

    @Test
    void callsOfAScriptThatIsSwitchedOffRunThoughNoThreadIsFree() throws Exception {
        AtomicInteger stuck = new AtomicInteger();
        ScriptThreads threads = new ScriptThreads(pool, 1, stuck::incrementAndGet);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(1);
        for (int i = 0; i < ScriptThreads.THREADS; i++) {
            threads.execute(() -> await(goOn));
        }
        threads.execute(ran::countDown);
        assertThat(ran.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(stuck).hasValue(1);
        goOn.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
