package dev.steno.addon.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RecordBudgetTest {

    @Test
    void itShutsWhenItsBudgetIsUsedUpAndOpensAtHalf() {
        RecordBudget admission = new RecordBudget(100);

        admission.hold(99);
        assertThat(admission.isOpen()).isTrue();
        admission.hold(1);
        assertThat(admission.isOpen()).isFalse();
        admission.release(49);
        assertThat(admission.isOpen()).isFalse();
        admission.release(1);
        assertThat(admission.isOpen()).isTrue();
        assertThat(admission.held()).isEqualTo(50);
    }

    @Test
    void whoeverWaitsGoesOnOnce() {
        RecordBudget admission = new RecordBudget(10);
        List<String> ran = new ArrayList<>();
        admission.whenOpen(() -> ran.add("at once"));
        admission.hold(10);
        admission.whenOpen(() -> ran.add("first"));
        admission.whenOpen(() -> ran.add("second"));
        assertThat(ran).containsExactly("at once");

        admission.release(10);
        assertThat(ran).containsExactly("at once", "first", "second");
        admission.hold(10);
        admission.release(10);
        assertThat(ran).hasSize(3);
    }

    @Test
    void anActionThatFailsKeepsNoOtherAsleep() {
        RecordBudget admission = new RecordBudget(10);
        AtomicInteger ran = new AtomicInteger();
        admission.hold(10);
        admission.whenOpen(() -> {
            throw new IllegalStateException("made on purpose");
        });
        admission.whenOpen(ran::incrementAndGet);

        admission.release(10);

        assertThat(ran).hasValue(1);
    }

    @Test
    void anActionMayHoldAgainAndWaitAgain() {
        RecordBudget admission = new RecordBudget(10);
        List<String> ran = new ArrayList<>();
        admission.hold(10);
        admission.whenOpen(() -> {
            admission.hold(10);
            admission.whenOpen(() -> ran.add("inner"));
            ran.add("outer");
        });

        admission.release(10);
        assertThat(ran).containsExactly("outer");
        admission.release(10);
        assertThat(ran).containsExactly("outer", "inner");
    }

    @Test
    void aBudgetOfNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecordBudget(0))
                .withMessageContaining("above 0");
    }

    @Property
    void itIsOpenAsItsHistorySays(
            @ForAll @IntRange(min = 1, max = 50) int budget,
            @ForAll List<@IntRange(min = -30, max = 30) Integer> steps) {
        RecordBudget admission = new RecordBudget(budget);
        long held = 0;
        boolean open = true;
        for (int step : steps) {
            if (step >= 0) {
                held += step;
                admission.hold(step);
                open &= held < budget;
            } else {
                long freed = Math.min(held, -step);
                held -= freed;
                admission.release(freed);
                open |= held <= budget / 2;
            }
            assertThat(admission.held()).isEqualTo(held);
            assertThat(admission.isOpen())
                    .as("with %d of %d held", held, budget)
                    .isEqualTo(open);
        }
    }

    /** The last release meets the hold that shuts: whichever is first, what is left is below half, so it must be open. */
    @Test
    void aHoldThatMeetsTheLastReleaseLeavesItOpen() throws Exception {
        int rounds = 30_000;
        RecordBudget[] each = new RecordBudget[rounds];
        for (int i = 0; i < rounds; i++) {
            each[i] = new RecordBudget(100);
            each[i].hold(99);
        }
        AtomicInteger holder = new AtomicInteger();
        AtomicInteger releaser = new AtomicInteger();
        CompletableFuture<Void> holding = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < rounds; i++) {
                meet(holder, releaser, i);
                each[i].hold(1);
            }
        });
        CompletableFuture<Void> releasing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < rounds; i++) {
                meet(releaser, holder, i);
                each[i].release(99);
            }
        });
        CompletableFuture.allOf(holding, releasing).get(60, TimeUnit.SECONDS);

        assertThat(each).allMatch(RecordBudget::isOpen);
    }

    private static void meet(AtomicInteger self, AtomicInteger other, int round) {
        self.set(round);
        while (other.get() < round) {
            Thread.yield();
        }
    }

    /** Readers that wait for admission before they hold, and one writer that releases: a waiter left asleep stops all. */
    @Property
    void underManyThreadsTheSumIsKeptAndNobodyStaysAsleep(@ForAll @IntRange(min = 1, max = 8) int budget)
            throws Exception {
        int readers = 3;
        int pieces = 2_000;
        RecordBudget admission = new RecordBudget(budget);
        LinkedBlockingQueue<Integer> read = new LinkedBlockingQueue<>();
        AtomicInteger resumed = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            for (int reader = 0; reader < readers; reader++) {
                ends.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < pieces; i++) {
                                CompletableFuture<Void> open = new CompletableFuture<>();
                                admission.whenOpen(() -> {
                                    resumed.incrementAndGet();
                                    open.complete(null);
                                });
                                open.join();
                                int size = 1 + i % budget;
                                admission.hold(size);
                                read.add(size);
                            }
                        },
                        threads));
            }
            ends.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < readers * pieces; i++) {
                            try {
                                admission.release(read.take());
                            } catch (InterruptedException e) {
                                throw new IllegalStateException("a reader stays asleep", e);
                            }
                        }
                    },
                    threads));
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(admission.held()).isZero();
        assertThat(admission.isOpen()).isTrue();
        assertThat(resumed).as("each waited for went on once").hasValue(readers * pieces);
    }

    @Test
    void whoIsForgottenIsNotCalledBack() {
        RecordBudget admission = new RecordBudget(10);
        List<String> called = new java.util.ArrayList<>();
        Runnable gone = () -> called.add("gone");
        admission.hold(10);
        admission.whenOpen(gone);
        admission.whenOpen(() -> called.add("there"));

        admission.forget(gone);
        admission.release(10);

        assertThat(called).containsExactly("there");
    }
}
