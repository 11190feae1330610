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
    void itClosesWhenTheBudgetIsUsedUpAndOpensAtHalf() {
        RecordBudget recordBudget = new RecordBudget(100);

        recordBudget.hold(99);
        assertThat(recordBudget.isOpen()).isTrue();
        recordBudget.hold(1);
        assertThat(recordBudget.isOpen()).isFalse();
        recordBudget.release(49);
        assertThat(recordBudget.isOpen()).isFalse();
        recordBudget.release(1);
        assertThat(recordBudget.isOpen()).isTrue();
        assertThat(recordBudget.held()).isEqualTo(50);
    }

    @Test
    void eachWaitingActionRunsOnce() {
        RecordBudget recordBudget = new RecordBudget(10);
        List<String> ran = new ArrayList<>();
        recordBudget.whenOpen(() -> ran.add("at once"));
        recordBudget.hold(10);
        recordBudget.whenOpen(() -> ran.add("first"));
        recordBudget.whenOpen(() -> ran.add("second"));
        assertThat(ran).containsExactly("at once");

        recordBudget.release(10);
        assertThat(ran).containsExactly("at once", "first", "second");
        recordBudget.hold(10);
        recordBudget.release(10);
        assertThat(ran).hasSize(3);
    }

    @Test
    void anActionThatFailsDoesNotPreventTheOthers() {
        RecordBudget recordBudget = new RecordBudget(10);
        AtomicInteger ran = new AtomicInteger();
        recordBudget.hold(10);
        recordBudget.whenOpen(() -> {
            throw new IllegalStateException("made on purpose");
        });
        recordBudget.whenOpen(ran::incrementAndGet);

        recordBudget.release(10);

        assertThat(ran).hasValue(1);
    }

    @Test
    void anActionMayHoldBytesAndWaitAgain() {
        RecordBudget recordBudget = new RecordBudget(10);
        List<String> ran = new ArrayList<>();
        recordBudget.hold(10);
        recordBudget.whenOpen(() -> {
            recordBudget.hold(10);
            recordBudget.whenOpen(() -> ran.add("inner"));
            ran.add("outer");
        });

        recordBudget.release(10);
        assertThat(ran).containsExactly("outer");
        recordBudget.release(10);
        assertThat(ran).containsExactly("outer", "inner");
    }

    @Test
    void aBudgetOfZeroBytesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecordBudget(0))
                .withMessageContaining("above 0");
    }

    @Property
    void itIsOpenAsItsHistorySays(
            @ForAll @IntRange(min = 1, max = 50) int budget,
            @ForAll List<@IntRange(min = -30, max = 30) Integer> steps) {
        RecordBudget recordBudget = new RecordBudget(budget);
        long held = 0;
        boolean open = true;
        for (int step : steps) {
            if (step >= 0) {
                held += step;
                recordBudget.hold(step);
                open &= held < budget;
            } else {
                long freed = Math.min(held, -step);
                held -= freed;
                recordBudget.release(freed);
                open |= held <= budget / 2;
            }
            assertThat(recordBudget.held()).isEqualTo(held);
            assertThat(recordBudget.isOpen())
                    .as("with %d of %d held", held, budget)
                    .isEqualTo(open);
        }
    }

    /**
     * The last release races with the hold that exhausts the budget. In either order, less than half of the budget is
     * held at the end, so it must be open.
     */
    @Test
    void aHoldThatRacesWithTheLastReleaseLeavesTheBudgetOpen() throws Exception {
        int rounds = 3_000; // each waits for the scheduler on a busy machine
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
        CompletableFuture.allOf(holding, releasing).get(180, TimeUnit.SECONDS);

        assertThat(each).allMatch(RecordBudget::isOpen);
    }

    private static void meet(AtomicInteger self, AtomicInteger other, int round) {
        self.set(round);
        while (other.get() < round) {
            Thread.yield();
        }
    }

    /**
     * Readers that wait until the budget is open before they hold bytes, and one writer that releases them. If a
     * waiting reader is not resumed, the test cannot finish.
     */
    @Property
    void withManyThreadsTheSumIsRightAndEveryWaitingActionRuns(@ForAll @IntRange(min = 1, max = 8) int budget)
            throws Exception {
        int readers = 3;
        int pieces = 2_000;
        RecordBudget recordBudget = new RecordBudget(budget);
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
                                recordBudget.whenOpen(() -> {
                                    resumed.incrementAndGet();
                                    open.complete(null);
                                });
                                open.join();
                                int size = 1 + i % budget;
                                recordBudget.hold(size);
                                read.add(size);
                            }
                        },
                        threads));
            }
            ends.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < readers * pieces; i++) {
                            try {
                                recordBudget.release(read.take());
                            } catch (InterruptedException e) {
                                throw new IllegalStateException("a waiting reader was not resumed", e);
                            }
                        }
                    },
                    threads));
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(180, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(recordBudget.held()).isZero();
        assertThat(recordBudget.isOpen()).isTrue();
        assertThat(resumed).as("each waiting action ran once").hasValue(readers * pieces);
    }

    @Test
    void aForgottenActionIsNotRun() {
        RecordBudget recordBudget = new RecordBudget(10);
        List<String> called = new java.util.ArrayList<>();
        Runnable gone = () -> called.add("gone");
        recordBudget.hold(10);
        recordBudget.whenOpen(gone);
        recordBudget.whenOpen(() -> called.add("there"));

        recordBudget.forget(gone);
        recordBudget.release(10);

        assertThat(called).containsExactly("there");
    }
}
