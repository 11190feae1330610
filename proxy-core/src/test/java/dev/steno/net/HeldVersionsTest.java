package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowActionException;
import dev.steno.edit.EditOp;
import dev.steno.flow.Flow;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.hold.HeldFlows;
import dev.steno.hold.Holding;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.http3.Http3Caller;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to held messages at their edges, for each version of HTTP in which it can happen. */
class HeldVersionsTest extends VersionPairsProxyTest {
    private final Holding holding =
            new Holding(() -> proxy.runtime().heldBytes().held());

    @Override
    protected Addon[] addons() {
        return new Addon[] {holding};
    }

    @Override
    protected void restartWith(UnaryOperator<ProxySettings> settings, Addon... none) throws IOException {
        super.restartWith(settings, addons());
    }

    private HeldFlows all() {
        return holding.held();
    }

    private Flow held() {
        await().until(() -> all().count() == 1);
        return all().get(all().numbers().get(0)).toCompletableFuture().join();
    }

    private void resume(Flow flow) {
        all().resume(flow.id(), "ann").toCompletableFuture().join();
    }

    private static CompletableFuture<PairMessage> asking(PairClient client, PairMessage request) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.ask(request);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static PairMessage got(CompletableFuture<PairMessage> answer) throws Exception {
        return answer.get(180, TimeUnit.SECONDS);
    }

    private void clientLeft() {
        HttpFlow flow = proxy.http();
        assertThat(flow.holds()).extracting(Hold::outcome).containsExactly(Hold.Outcome.CLIENT_LEFT);
        assertThatThrownBy(() ->
                        all().resume(flow.id(), "ann").toCompletableFuture().join())
                .hasMessageContaining("flow " + flow.id() + " is not in progress");
        assertThat(all().count()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoEditorsTheSecondIsToldOfTheFirst(VersionPair pair) throws Exception {
        PairClient client = between(pair);
        proxy.options.set("intercept", "~q");
        CompletableFuture<PairMessage> answer =
                asking(client, PairMessage.of("POST /", "content-length: 4").body("user"));
        Flow base = held();
        all().edit(base.id(), base.revision(), List.of(new EditOp.HeaderSet("x-by", "ann", -1)), "ann")
                .toCompletableFuture()
                .join();
        assertThatThrownBy(() -> all().edit(
                                base.id(), base.revision(), List.of(new EditOp.HeaderSet("x-by", "bob", -1)), "bob")
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        FlowActionException.class,
                        why -> assertThat(why.reason()).isEqualTo(FlowActionException.Reason.STALE))
                .hasMessageContaining("changed meanwhile");
        resume(base);
        assertThat(got(answer).status()).isEqualTo(200);
        assertThat(seen().all("x-by")).containsExactly("ann");
    }

    @ParameterizedTest
    @EnumSource
    void ofAnUploadAboveTheLimitTheHeadIsHeldAndTheRestFollows(VersionPair pair) throws Exception {
        PairClient client = between(pair);
        proxy.options.set("intercept", "~q");
        proxy.options.set("intercept-body", "4");
        CompletableFuture<PairMessage> answer =
                asking(client, PairMessage.of("POST /", "content-length: 8").body("too long"));
        Flow flow = held();
        assertThat(flow.held().point()).isEqualTo(Hold.Point.REQUEST_HEAD);
        assertThatThrownBy(() -> all().edit(
                                flow.id(), HeldFlows.ANY_REVISION, List.of(new EditOp.NewBody("x", null, false)), "ann")
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("head");
        all().edit(flow.id(), HeldFlows.ANY_REVISION, List.of(new EditOp.HeaderSet("x-a", "1", -1)), "ann")
                .toCompletableFuture()
                .join();
        resume(flow);
        assertThat(got(answer).status()).isEqualTo(200);
        PairMessage request = seen();
        assertThat(request.body()).isEqualTo("too long");
        assertThat(request.all("x-a")).containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource
    void aResponseThatIsEndedByItsHeadIsHeldAndEdited(VersionPair pair) throws Exception {
        PairClient client = between(
                pair,
                request ->
                        PairMessage.of("200", "content-type: application/grpc", "grpc-status: 3", "content-length: 0"));
        proxy.options.set("intercept", "~s");
        CompletableFuture<PairMessage> answer = asking(
                client,
                PairMessage.of("POST /echo", "content-type: application/grpc", "te: trailers", "content-length: 5")
                        .body("\0\0\0\0\0"));
        Flow flow = held();
        assertThat(flow.held().point().isRequest()).isFalse();
        all().edit(flow.id(), flow.revision(), List.of(new EditOp.HeaderSet("grpc-status", "5", -1)), "ann")
                .toCompletableFuture()
                .join();
        resume(flow);
        assertThat(got(answer).all("grpc-status")).containsExactly("5");
        assertThat(got(answer).body()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void interimResponsesPassBeforeAHeldResponse(VersionPair pair) throws Exception {
        PairClient client = between(pair, request -> OK_ANSWER.after("103 Early Hints|link: </a>"));
        proxy.options.set("intercept", "~s");
        CompletableFuture<PairMessage> answer = asking(client, PairMessage.of("GET /"));
        HttpFlow flow = (HttpFlow) held();
        assertThat(flow.interim()).hasSize(1);
        resume(flow);
        assertThat(got(answer).interims()).containsExactly("103|link: </a>");
        assertThat(got(answer).body()).isEqualTo("ok");
    }

    @Test
    void theClientIsAskedOnceForABodyThatIsHeld() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            String head = connection.readHead();
            connection.send("HTTP/1.1 100 Continue\r\n\r\n");
            connection.readBodyOf(head);
            connection.send(OK);
        });
        proxy.options.set("intercept", "~q");
        RawClient client = client().send("POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: a\r\n"
                + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");
        assertThat(client.response().status()).as("asked for its body").isEqualTo(100);
        client.send("user");
        Flow flow = held();
        assertThat(flow.held().point()).isEqualTo(Hold.Point.REQUEST);
        resume(flow);
        HttpAnswer answer = client.response();
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void anHttp2ClientThatResetsItsStreamEndsTheHold() throws Exception {
        for (String filter : new String[] {"~q", "~s"}) {
            ScriptedOrigin origin = tlsOrigin(
                    FrameServer.script(server -> {
                        server.ok(server.request().stream());
                        server.drain();
                    }),
                    "h2");
            proxy.options.set("intercept", filter);
            FrameClient client = FrameClient.over(tlsClient(origin, "h2"));
            client.request(1, true, "GET", "https://localhost:" + origin.port() + "/");
            Flow flow = held();
            client.send(FrameClient.RST_STREAM, 0, 1, FrameClient.number(8));
            await().until(() -> all().count() == 0);
            HttpFlow ended = (HttpFlow) proxy.ended((int) flow.id()).get((int) flow.id() - 1);
            assertThat(ended.holds()).extracting(Hold::outcome).containsExactly(Hold.Outcome.CLIENT_LEFT);
        }
    }

    @Test
    void anHttp2ClientThatGoesAwayIsStillServedAndOneThatClosesIsNot() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(server -> {
                    server.ok(server.request().stream());
                    server.drain();
                }),
                "h2");
        proxy.options.set("intercept", "~q");
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));
        client.request(1, true, "GET", "https://localhost:" + origin.port() + "/");
        Flow flow = held();
        client.send(FrameClient.GOAWAY, 0, 0, new byte[8]);
        resume(flow);
        assertThat(client.answer(1).status()).isEqualTo(200);

        client = FrameClient.over(tlsClient(origin, "h2"));
        client.request(1, true, "GET", "https://localhost:" + origin.port() + "/");
        held();
        client.raw().close();
        await().until(() -> all().count() == 0);
        assertThat(((HttpFlow) proxy.ended(2).get(1)).holds())
                .extracting(Hold::outcome)
                .containsExactly(Hold.Outcome.CLIENT_LEFT);
    }

    @Test
    void anHttp3ClientThatClosesItsConnectionEndsTheHold() throws Exception {
        between(VersionPair.THREE_TO_ONE);
        proxy.options.set("intercept", "~q");
        Http3Caller caller =
                closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 20));
        caller.open().request("GET", "/").end();
        held();
        caller.close();
        clientLeft();
        assertThat(server.seen()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ONE_TO_ONE", "TWO_TO_TWO"})
    void aHeldResponseIsSentThoughItsServerLeft(VersionPair pair) throws Exception {
        ScriptedOrigin leaving = pair.server == 1
                ? tlsOrigin(
                        connection -> {
                            connection.readHead();
                            connection.send(OK);
                        },
                        pair.protocols)
                : tlsOrigin(
                        FrameServer.script(server -> {
                            int stream = server.request().stream();
                            server.ok(stream);
                            server.goAway(stream, 0);
                        }),
                        "h2");
        proxy.options.set("intercept", "~s");
        RawClient raw = tlsClient(leaving, pair.client == 2 ? "h2" : "http/1.1");
        String there = "localhost:" + leaving.port();
        PairClient client =
                pair.client == 2 ? PairClient.http2(FrameClient.over(raw), there) : PairClient.http1(raw, there);
        CompletableFuture<PairMessage> answer = asking(client, PairMessage.of("GET /"));
        Flow flow = held();
        await().until(() ->
                leaving.connections().stream().allMatch(each -> each.socket().isClosed()));
        resume(flow);
        assertThat(got(answer).body()).isEqualTo("ok");
    }

    /** Steno answers a CONNECT itself: a held one would only delay what it carries, which can be held. */
    @Test
    void aConnectIsNotHeldButWhatItsTunnelCarriesIs() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        proxy.options.set("intercept", "~all");
        RawClient client = client().connect(origin.authority());
        client.send("GET / HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n");
        Flow flow = held();
        assertThat(((HttpFlow) flow).request().method()).isEqualTo("GET");
        resume(flow);
        await().until(() -> all().count() == 1);
        resume(held());
        assertThat(client.response().text()).isEqualTo("ok");
    }
}
