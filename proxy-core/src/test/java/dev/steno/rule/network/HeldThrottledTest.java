package dev.steno.rule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.builtin.IgnoredHosts;
import dev.steno.edit.EditOp;
import dev.steno.flow.Hold;
import dev.steno.hold.HeldFlows;
import dev.steno.hold.Holding;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Messages that are held and edited on a slow network. Times are bounds from below only. */
class HeldThrottledTest extends NetworkProxyTest {
    private final Holding holding =
            new Holding(() -> proxy.runtime().heldBytes().held());

    @Override
    protected Addon[] addons() {
        return new Addon[] {new IgnoredHosts(), rules, holding};
    }

    private long held(Hold.Point point) {
        HeldFlows all = holding.held();
        await().until(() -> all.count() == 1
                && all.get(all.numbers().get(0))
                                .toCompletableFuture()
                                .join()
                                .held()
                                .point()
                        == point);
        return all.numbers().get(0);
    }

    @Test
    void aHeldResponseTakesTheTimeOfItsNetworkAndIsEdited() throws Exception {
        ScriptedOrigin origin = sending(20_000);
        set("throttle", "1mbit/1mbit/0");
        proxy.options.set("intercept", "~all");
        long begun = System.nanoTime();
        RawClient client = client().send(get(origin, "/"));
        long flow = held(Hold.Point.REQUEST);
        holding.held().resume(flow, "ann").toCompletableFuture().get();
        assertThat(held(Hold.Point.RESPONSE)).isEqualTo(flow);
        holding.held()
                .edit(flow, HeldFlows.ANY_REVISION, List.of(new EditOp.HeaderSet("X-Edited", "1", -1)), "ann")
                .toCompletableFuture()
                .get();
        holding.held().resume(flow, "ann").toCompletableFuture().get();
        assertThat(client.response().head()).contains("X-Edited: 1");
        assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(130));
        assertThat(proxy.http().holds())
                .extracting(Hold::outcome)
                .containsExactly(Hold.Outcome.RESUMED, Hold.Outcome.EDITED);
    }
}
