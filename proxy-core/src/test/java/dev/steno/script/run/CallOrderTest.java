package dev.steno.script.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls that have threads of their own and run in the order in which they began. */
class CallOrderTest {
    private static final int CALLS = 50;

    private final CallOrder order = new CallOrder();

    @Test
    void callsRunInTheOrderInWhichTheyBeganHoweverTheirThreadsDo() throws Exception {
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            int number = i;
            long ticket = order.take();
            threads.add(new Thread(() -> {
                try {
                    order.await(ticket);
                    ran.add(number);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                } finally {
                    order.giveBack(ticket);
                }
            }));
        }
        for (int i = CALLS; i-- > 0; ) {
            threads.get(i).start(); // the last one first
        }
        for (Thread each : threads) {
            each.join();
        }

        assertThat(ran).isEqualTo(IntStream.range(0, CALLS).boxed().toList());
        assertThat(order.isIdle()).isTrue();
    }

    @Test
    void aCallThatIsNotMadeIsSkipped() throws Exception {
        long first = order.take();
        long second = order.take();
        long third = order.take();

        order.giveBack(second);
        order.await(first);
        assertThat(order.isIdle()).isFalse();
        order.giveBack(first);

        order.await(third); // returns
        order.giveBack(third);
        assertThat(order.isIdle()).isTrue();
    }
}
