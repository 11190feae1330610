package dev.steno.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.edit.EditOp;
import dev.steno.flow.Flow;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FramesProxyTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens around a held message: decisions at once, requests behind it, other streams, many at a time. */
class HeldTrafficTest extends FramesProxyTest {
    private final Holding holding =
            new Holding(() -> proxy.runtime().heldBytes().held());
    private final AtomicInteger reached = new AtomicInteger();
    private ScriptedOrigin origin;

    @Override
    protected Addon[] addons() {
        return new Addon[] {holding};
    }

    @BeforeEach
    void answer() throws Exception {
        origin = origin(connection -> {
            while (connection.readRequest() != null) {
                reached.incrementAndGet();
                connection.send(OK);
            }
        });
    }

    private static void answerAll(FrameServer server) throws IOException {
        while (true) {
            server.ok(server.request().stream());
        }
    }

    private long held() {
        await().until(() -> holding.held().count() == 1);
        return holding.held().numbers().get(0);
    }

    @Test
    void ofManyDecisionsAtOnceOneEndsTheHold() throws Exception {
        proxy.options.set("intercept", "~q");
        RawClient client = client().send(get(origin, "/"));
        long flow = held();
        List<CompletableFuture<Flow>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String by = "person " + i;
            all.add(CompletableFuture.supplyAsync(() -> holding.held().resume(flow, by))
                    .thenCompose(stage -> stage));
        }
        assertThat(client.response().text()).isEqualTo("ok");
        await().until(() -> all.stream().allMatch(CompletableFuture::isDone));
        assertThat(all.stream().filter(each -> !each.isCompletedExceptionally()))
                .hasSize(1);
        assertThat(reached).hasValue(1);
        assertThat(proxy.http().holds()).hasSize(1);
    }

    @Test
    void anEditAfterTheDeadlineIsRefused() throws Exception {
        ScriptedOrigin silent = origin(connection -> {
            connection.readHead();
            connection.awaitEnd();
        });
        proxy.options.set("intercept", "~q");
        proxy.options.set("intercept-timeout", "200ms");
        client().send(get(silent, "/"));
        await().until(silent::sawAnything); // the deadline has passed
        long flow = proxy.flows().get(0).id();
        assertThatThrownBy(() -> holding.held()
                        .edit(flow, 1, List.of(new EditOp.Method("PUT")), "ann")
                        .toCompletableFuture()
                        .get())
                .hasMessageContaining("flow " + flow + " is not held");
        assertThatThrownBy(() ->
                        holding.held().resume(flow, "ann").toCompletableFuture().get())
                .hasMessageContaining("already timed out");
    }

    @Test
    void aRequestBehindAHeldOneWaitsAndFollows() throws Exception {
        proxy.options.set("intercept", "~q & ~u first");
        RawClient client = client().send(get(origin, "/first") + get(origin, "/second"));
        long flow = held();
        assertThat(reached).hasValue(0);
        holding.held().drop(flow, "ann").toCompletableFuture().get();
        assertThat(client.response().status()).isEqualTo(502);
        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(proxy.ended(2)).hasSize(2);
    }

    @Test
    void ofAHundredStreamsAllButOneAreHeldAndThatOnePasses() throws Exception {
        ScriptedOrigin server = server(HeldTrafficTest::answerAll);
        proxy.options.set("intercept", "~q & ! ~u pass");
        FrameClient client = client(server);
        for (int i = 0; i < 99; i++) {
            send(client, 2 * i + 1, "GET", server);
        }
        await().until(() -> holding.held().count() == 99);
        client.request(301, true, "GET", "https://" + authority(server) + "/pass");
        assertThat(client.answer(301).status()).isEqualTo(200);
        assertThat(holding.held().count()).isEqualTo(99);
        assertThat(holding.held().resumeAll("ann").toCompletableFuture().get()).isEqualTo(99);
        for (int ended = 0; ended < 99; ) {
            ended += client.next().endsStream() ? 1 : 0;
        }
        assertThat(proxy.ended(100).stream().map(HttpFlow.class::cast).flatMap(flow -> flow.holds().stream()))
                .hasSize(99)
                .allMatch(hold ->
                        hold.outcome() == Hold.Outcome.RESUMED && hold.by().equals("ann"));
    }

    @Test
    void aFilterThatChangesMeanwhileLeavesWhatIsHeld() throws Exception {
        proxy.options.set("intercept", "~q & ~u held");
        RawClient first = client().send(get(origin, "/held"));
        long flow = held();
        proxy.options.set("intercept", "");
        assertThat(client().send(get(origin, "/held")).response().text()).isEqualTo("ok");
        assertThat(holding.held().numbers()).containsExactly(flow);
        holding.held().resume(flow, "ann").toCompletableFuture().get();
        assertThat(first.response().text()).isEqualTo("ok");
    }

    @Test
    void aClientThatLeavesEndsTheHoldAndNothingIsSent() throws Exception {
        proxy.options.set("intercept", "~q");
        RawClient client = client().send(get(origin, "/"));
        long flow = held();
        client.close();
        assertThat(proxy.http().holds().get(0).outcome()).isEqualTo(Hold.Outcome.CLIENT_LEFT);
        assertThatThrownBy(() ->
                        holding.held().resume(flow, "ann").toCompletableFuture().get())
                .hasMessageContaining("flow " + flow + " is not in progress");
        assertThat(reached).hasValue(0);
    }

    @Test
    void aHeldResponseIsSentThoughItsServerLeft() throws Exception {
        ScriptedOrigin leaving = origin(connection -> {
            connection.readHead();
            connection.send(OK);
        });
        proxy.options.set("intercept", "~s");
        RawClient client = client().send(get(leaving, "/"));
        long flow = held();
        await().until(() ->
                leaving.connections().stream().allMatch(each -> each.socket().isClosed()));
        holding.held().resume(flow, "ann").toCompletableFuture().get();
        assertThat(client.response().text()).isEqualTo("ok");
    }
}
