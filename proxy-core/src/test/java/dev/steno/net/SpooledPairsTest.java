package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.edit.EditOp;
import dev.steno.flow.Body;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.hold.Holding;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.proxy.ChunkKeeper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Held messages whose body is in the session, for all pairs of HTTP versions of a client and its server. */
class SpooledPairsTest extends VersionPairsProxyTest {
    private static final String LARGE = "large body ".repeat(1_200);
    private static final PairMessage POST = PairMessage.of(
                    "POST /path", "content-type: text/plain", "content-length: " + LARGE.length())
            .body(LARGE);
    private static final PairMessage ANSWER = PairMessage.of(
                    "201", "content-type: text/plain", "content-length: " + LARGE.length())
            .body(LARGE);

    private Holding holding;

    @Override
    protected Addon[] addons() {
        holding = new Holding(() -> proxy.runtime().heldBytes().held());
        return new Addon[] {new ChunkKeeper(), holding};
    }

    @Override
    protected void restartWith(UnaryOperator<ProxySettings> settings, Addon... more) throws IOException {
        super.restartWith(settings, addons());
    }

    private void hold(String filter) {
        proxy.options.set("intercept-body", "1kb");
        proxy.options.set("intercept", filter);
    }

    private static CompletableFuture<PairMessage> asked(PairClient client, PairMessage request) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.ask(request);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

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
    void aLargeBodyIsHeldInTheSessionAndSentFromIt(VersionPair pair) throws Exception {
        PairClient client = between(pair, request -> ANSWER);
        PairMessage answer = client.ask(POST);
        PairMessage request = seen();

        hold("~m POST");
        CompletableFuture<PairMessage> asked = asked(client, POST);
        HttpFlow flow = held(Hold.Point.REQUEST);
        assertThat(flow.request().body()).isInstanceOfSatisfying(Body.Stored.class, body -> {
            assertThat(body.size()).isEqualTo(LARGE.length());
            assertThat(body.complete()).isTrue();
        });
        assertThat(proxy.runtime().heldBytes().held()).isZero();
        resume(flow);
        flow = held(Hold.Point.RESPONSE);
        assertThat(flow.response().body().size()).isEqualTo(LARGE.length());
        assertThat(proxy.runtime().heldBytes().held()).isZero();
        resume(flow);

        assertThat(asked.get()).isEqualTo(answer);
        assertThat(seen()).isEqualTo(request);
        flow = (HttpFlow) proxy.ended(2).get(1);
        assertThat(flow.original()).isNull();
        assertThat(flow.holds()).extracting(Hold::outcome).containsOnly(Hold.Outcome.RESUMED);
    }

    @ParameterizedTest
    @EnumSource
    void aLargeBodyOfUnknownLengthIsHeldWithItsTrailers(VersionPair pair) throws Exception {
        PairMessage post = PairMessage.of("POST /path", "content-type: text/plain", "trailer: x-sum", "te: trailers")
                .body(LARGE)
                .trailers("x-sum: 1");
        PairMessage reply = PairMessage.of("200", "content-type: text/plain", "trailer: x-sum")
                .body(LARGE)
                .trailers("x-sum: 2");
        PairClient client = between(pair, request -> reply);
        PairMessage answer = client.ask(post);
        PairMessage request = seen();

        hold("~m POST");
        CompletableFuture<PairMessage> asked = asked(client, post);
        resume(held(Hold.Point.REQUEST));
        resume(held(Hold.Point.RESPONSE));
        assertThat(asked.get()).isEqualTo(answer);
        assertThat(seen()).isEqualTo(request);
    }

    @ParameterizedTest
    @EnumSource
    void aBodyInTheSessionIsReplaced(VersionPair pair) throws Exception {
        PairClient client = between(pair, request -> ANSWER);
        hold("~m POST");
        CompletableFuture<PairMessage> asked = asked(client, POST);
        HttpFlow flow = held(Hold.Point.REQUEST);
        edit(flow, new EditOp.NewBody("short", null, false));
        resume(flow);
        flow = held(Hold.Point.RESPONSE);
        edit(flow, new EditOp.Status(202));
        resume(flow);
        PairMessage request = seen();
        assertThat(request.body()).isEqualTo("short");
        assertThat(request.all("content-length")).containsExactly("5");
        assertThat(asked.get().status()).isEqualTo(202);
        assertThat(asked.get().body()).isEqualTo(LARGE);
    }

    private void edit(HttpFlow flow, EditOp operation) throws Exception {
        holding.held()
                .edit(flow.id(), flow.revision(), List.of(operation), "ann")
                .toCompletableFuture()
                .get();
    }
}
