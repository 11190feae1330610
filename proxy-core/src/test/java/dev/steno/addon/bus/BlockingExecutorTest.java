package dev.steno.addon.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingExecutorTest {
    private final BlockingExecutor executor = new BlockingExecutor();

    @AfterEach
    void end() {
        executor.close();
    }

    private static void awaitRelease(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anIdleThreadIsUsedAgain() throws Exception {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 20; i++) {
            CyclicBarrier ran = new CyclicBarrier(2);
            executor.execute(() -> {
                used.add(Thread.currentThread());
                try {
                    ran.await();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            ran.await(180, TimeUnit.SECONDS);
            await().until(() ->
                    used.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING)); // idle again
        }
        assertThat(executor.threads()).isEqualTo(1);
        assertThat(executor.queued()).isZero();
    }

    @Test
    void tasksBeyondTheThreadsAreQueuedAndBeyondTheQueueRefused() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        int all = BlockingExecutor.THREADS + BlockingExecutor.QUEUED;
        for (int i = 0; i < all; i++) {
            executor.execute(() -> {
                awaitRelease(release);
                done.incrementAndGet();
            });
        }
        assertThat(executor.threads()).isEqualTo(BlockingExecutor.THREADS);
        assertThat(executor.queued()).isEqualTo(BlockingExecutor.QUEUED);
        assertThatThrownBy(() -> executor.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("all 64 threads of blocking handlers are busy, and 4096 tasks wait for one");
        assertThat(executor.refused()).isEqualTo(1);
        executor.executeAlways(done::incrementAndGet);

        release.countDown();
        await().untilAsserted(() -> assertThat(done).hasValue(all + 1));
        assertThat(executor.queued()).isZero();
        executor.execute(done::incrementAndGet);
        await().untilAsserted(() -> assertThat(done).hasValue(all + 2));
    }
}
