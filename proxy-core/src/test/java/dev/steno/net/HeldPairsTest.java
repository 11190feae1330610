package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.edit.EditOp;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.hold.HandAnswer;
import dev.steno.hold.HeldFlows;
import dev.steno.hold.Holding;
import dev.steno.net.settings.ProxySettings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that a person holds, for all pairs of HTTP versions of a client and its server. */
class HeldPairsTest extends VersionPairsProxyTest {
    private static final PairMessage POST = PairMessage.of(
                    "POST /path?q=1", "content-type: text/plain", "x-twice: 1", "x-twice: 2", "content-length: 4")
            .body("user");
    private static final PairMessage ANSWER = PairMessage.of(
                    "201", "content-type: text/plain", "set-cookie: a=1", "set-cookie: b=2", "content-length: 5")
            .body("reply");

    private Holding holding;

    @Override
    protected Addon[] addons() {
        holding = new Holding(() -> proxy.runtime().heldBytes().held());
        return new Addon[] {holding};
    }

    @Override
    protected void restartWith(UnaryOperator<ProxySettings> settings, Addon... more) throws IOException {
        super.restartWith(settings, addons());
    }

    private CompletableFuture<PairMessage> asked(PairClient client, PairMessage request) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.ask(request);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Waits until a message of the newest flow is held there, and returns the flow. */
    private HttpFlow held(Hold.Point point) {
        await().until(() -> holding.held().list().toCompletableFuture().get().stream()
                .anyMatch(flow -> flow.held() != null && flow.held().point() == point));
        return (HttpFlow) holding.held().list().toCompletableFuture().join().get(0);
    }

    private void resume(HttpFlow flow) {
        holding.held().resume(flow.id(), "ann").toCompletableFuture().join();
    }

    @ParameterizedTest
    @EnumSource
    void resumedUnchangedBothMessagesAreWhatTheyWouldBe(VersionPair pair) throws Exception {
        PairClient client = between(pair, request -> ANSWER);
        PairMessage answer = client.ask(POST);
        PairMessage request = seen();

        proxy.options.set("intercept", "~m POST");
        CompletableFuture<PairMessage> asked = asked(client, POST);
        resume(held(Hold.Point.REQUEST));
        resume(held(Hold.Point.RESPONSE));

        assertThat(asked.get()).isEqualTo(answer);
        assertThat(seen()).isEqualTo(request);
        HttpFlow flow = (HttpFlow) proxy.ended(2).get(1);
        assertThat(flow.original()).isNull();
        assertThat(flow.holds()).extracting(Hold::outcome).containsOnly(Hold.Outcome.RESUMED);
    }

    @ParameterizedTest
    @EnumSource
    void editedMessagesArriveAsEdited(VersionPair pair) throws Exception {
        PairClient client = between(pair, request -> ANSWER);
        proxy.options.set("intercept", "~m POST | ~m PUT");
        CompletableFuture<PairMessage> asked = asked(client, POST);

        HttpFlow flow = held(Hold.Point.REQUEST);
        HeldFlows all = holding.held();
        all.edit(
                        flow.id(),
                        flow.revision(),
                        List.of(
                                new EditOp.Method("PUT"),
                                new EditOp.HeaderSet("x-twice", "3", -1),
                                new EditOp.NewBody("another", null, false)),
                        "ann")
                .toCompletableFuture()
                .get();
        resume(flow);
        flow = held(Hold.Point.RESPONSE);
        all.edit(
                        flow.id(),
                        flow.revision(),
                        List.of(new EditOp.Status(202), new EditOp.NewBody("", null, false)),
                        "ann")
                .toCompletableFuture()
                .get();
        resume(flow);

        PairMessage request = seen();
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.all("x-twice")).containsExactly("3");
        assertThat(request.all("content-length")).containsExactly("7");
        assertThat(request.body()).isEqualTo("another");
        assertThat(asked.get().status()).isEqualTo(202);
        assertThat(asked.get().body()).isEmpty();
        assertThat(proxy.http().original().request().method()).isEqualTo("POST");
        assertThat(proxy.http().original().response().status()).isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerByHandReachesTheClient(VersionPair pair) throws Exception {
        PairClient client = between(pair, request -> ANSWER);
        proxy.options.set("intercept", "~q");
        CompletableFuture<PairMessage> asked = asked(client, POST);
        HttpFlow flow = held(Hold.Point.REQUEST);
        holding.held()
                .answer(flow.id(), HandAnswer.of(403, "", Headers.of("x-by", "hand"), latin1("no")), "ann")
                .toCompletableFuture()
                .get();
        assertThat(asked.get().status()).isEqualTo(403);
        assertThat(asked.get().all("x-by")).containsExactly("hand");
        assertThat(asked.get().body()).isEqualTo("no");
        assertThat(server.seen()).isEmpty();
    }
}
