package dev.steno.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lock beside a session. */
class SideLockTest {
    private static final int THREADS = 4;
    private static final int TRIES = 1_000;

    @TempDir
    Path folder;

    @Test
    void thoseWhoTakeALockAndReleaseItAtOnceExcludeOneAnotherAndNoneFails() throws Exception {
        Path file = folder.resolve("session.lock");
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Callable<Integer> holder = () -> {
            int held = 0;
            for (int i = 0; i < TRIES; i++) {
                SideLock lock = SideLock.tryAcquire(file);
                if (lock != null) {
                    most.accumulateAndGet(holders.incrementAndGet(), Math::max);
                    held++;
                    holders.decrementAndGet();
                    lock.close();
                }
            }
            return held;
        };
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(threads.submit(holder));
            }
            int held = 0;
            for (Future<Integer> one : all) {
                held += one.get();
            }
            assertThat(held).isPositive();
        } finally {
            threads.shutdownNow();
        }

        assertThat(most).hasValue(1);
        assertThat(Files.exists(file)).isFalse();
    }
}
