package dev.steno.addon.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Registrar;
import dev.steno.flow.Flow;
import dev.steno.flow.HeapBytes;
import dev.steno.flow.Notes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class LatestSubscriptionTest {
    private static final long FIRST = 0;

    /** Number of small flows that fit in the queue in addition to the first, which the consumer has taken. */
    private static final int MOST = (int) (LatestSubscription.MOST_BYTES / HeapBytes.of(Flows.flow(FIRST, 1)));

    /** Records the flows that it is given; blocks at the first flow until it is released. */
    private static final class SlowConsumer implements Registrar.LatestConsumer {
        final CountDownLatch busy = new CountDownLatch(1);
        final CountDownLatch letGo = new CountDownLatch(1);
        final List<Flow> taken = new CopyOnWriteArrayList<>();
        final List<Long> behind = new CopyOnWriteArrayList<>();

        @Override
        public void changed(Flow flow) {
            if (flow.id() == FIRST) {
                busy.countDown();
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            taken.add(flow);
        }

        @Override
        public void fellBehind(long changes) {
            behind.add(changes);
        }
    }

    private final SlowConsumer consumer = new SlowConsumer();
    private final LatestSubscription subscription = new LatestSubscription("test", consumer);

    private void standStill() throws InterruptedException {
        subscription.start();
        subscription.offer(Flows.flow(FIRST, 1));
        consumer.busy.await();
    }

    private void letGoAndClose() {
        consumer.letGo.countDown();
        end(subscription);
    }

    /**
     * Closes the subscription and waits for its thread: {@code close} itself waits at most two seconds, which is too
     * short on a busy machine.
     */
    private static void end(LatestSubscription subscription) {
        subscription.close();
        Awaitility.await().until(() -> !subscription.isRunning());
    }

    @Test
    void aSlowConsumerGetsTheNewestRevisionOfEveryFlow() throws InterruptedException {
        standStill();
        for (int revision = 1; revision <= 5; revision++) {
            for (int id = 1; id <= MOST; id++) {
                subscription.offer(Flows.flow(id, revision));
            }
        }
        letGoAndClose();

        assertThat(consumer.taken)
                .extracting(Flow::id)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(0, MOST).boxed().toList());
        assertThat(consumer.taken.subList(1, MOST + 1)).allMatch(flow -> flow.revision() == 5);
        assertThat(consumer.behind).isEmpty();
    }

    @Test
    void anOlderRevisionThatArrivesLateDoesNotReplaceANewerOne() throws InterruptedException {
        standStill();
        subscription.offer(Flows.flow(1, 7));
        subscription.offer(Flows.flow(1, 6));
        letGoAndClose();

        assertThat(consumer.taken).extracting(Flow::revision).containsExactly(1, 7);
    }

    @Test
    void aConsumerThatFallsFarBehindGetsTheNumberOfDroppedChanges() throws InterruptedException {
        standStill();
        for (int id = 1; id <= MOST + 3; id++) {
            subscription.offer(Flows.flow(id, 1));
        }
        subscription.offer(Flows.flow(1, 2));
        letGoAndClose();

        assertThat(consumer.taken).hasSize(1 + MOST);
        assertThat(consumer.taken.get(1).revision())
                .as("a queued flow is still replaced by newer revisions")
                .isEqualTo(2);
        assertThat(consumer.behind).containsExactly(3L);
    }

    @Test
    void aQueuedFlowThatGrowsIsCountedWithItsNewSize() throws InterruptedException {
        standStill();
        for (int id = 1; id <= 20; id++) {
            subscription.offer(Flows.flow(id, 1));
        }
        for (int revision = 2; revision <= MOST; revision++) {
            subscription.offer(Flows.flow(1, revision));
        }
        subscription.offer(Flows.flow(2, 2).withNotes(Notes.NONE.withComment("x".repeat(9 << 20))));
        subscription.offer(Flows.flow(3, 2));
        letGoAndClose();

        assertThat(consumer.taken.subList(1, 21))
                .extracting(Flow::revision)
                .startsWith(MOST, 1, 2)
                .as("replaced revisions are not counted")
                .hasSize(20);
        assertThat(consumer.behind).as("a flow that is too large").containsExactly(1L);
    }

    @Test
    void queuedRevisionsAreDeliveredOnClose() throws Exception {
        standStill();
        subscription.offer(Flows.flow(1, 1));
        CompletableFuture<Void> closed = CompletableFuture.runAsync(subscription::close);
        consumer.letGo.countDown();
        closed.get();
        Awaitility.await().until(() -> !subscription.isRunning());

        assertThat(consumer.taken).extracting(Flow::id).containsExactly(FIRST, 1L);
    }

    @Test
    void changesArriveWithoutBeingClosed() {
        subscription.start();
        subscription.offer(Flows.flow(5, 1));

        Awaitility.await().until(() -> consumer.taken.size() == 1);
        subscription.offer(Flows.flow(5, 2));
        Awaitility.await().until(() -> consumer.taken.size() == 2);
        subscription.close();
        assertThat(consumer.taken).extracting(Flow::revision).containsExactly(1, 2);
    }

    @Test
    void aConsumerThatThrowsAtOneFlowIsGivenTheOthers() {
        List<Long> taken = new CopyOnWriteArrayList<>();
        LatestSubscription failing = new LatestSubscription("failing", new Registrar.LatestConsumer() {
            @Override
            public void changed(Flow flow) {
                if (flow.id() % 2 == 0) {
                    throw new IllegalStateException("made on purpose");
                }
                taken.add(flow.id());
            }

            @Override
            public void fellBehind(long changes) {
                throw new IllegalStateException("made on purpose");
            }
        });
        for (int id = 1; id <= 5; id++) {
            failing.offer(Flows.flow(id, 1));
        }
        failing.start();
        end(failing);

        assertThat(taken).containsExactly(1L, 3L, 5L);
    }
}
