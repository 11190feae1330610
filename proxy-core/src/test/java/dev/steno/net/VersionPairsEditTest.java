package dev.steno.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowInFlight;
import dev.steno.content.ContentDecoder;
import dev.steno.content.encode.ContentEncoder;
import dev.steno.edit.DraftBodies;
import dev.steno.edit.EditOp;
import dev.steno.edit.HeldEdit;
import dev.steno.edit.MessagePart;
import dev.steno.edit.RawText;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.hold.Holding;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.ScriptedOrigin;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Held messages that are edited, for all pairs of HTTP versions of a client and its server. */
class VersionPairsEditTest extends VersionPairsProxyTest {
    /** Coded, it fits into one frame of HTTP/2. */
    private static final String TEXT = HexFormat.of().formatHex(noise(12_000));

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

    private CompletableFuture<PairMessage> asking(PairClient client, PairMessage request) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.ask(request);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private FlowInFlight held() {
        await().until(() -> proxy.runtime().inFlight().held().size() == 1);
        return proxy.runtime().inFlight().get(proxy.runtime().inFlight().held().get(0));
    }

    private static HttpFlow draft(FlowInFlight flow) {
        return flow.draft().toCompletableFuture().join();
    }

    private static HttpFlow edit(FlowInFlight flow, EditOp... operations) throws IOException {
        return (HttpFlow) HeldEdit.apply(flow, draft(flow).revision(), List.of(operations), DraftBodies.AT_HAND, "ann");
    }

    private static void resume(FlowInFlight flow) {
        flow.resume("ann").toCompletableFuture().join();
    }

    private static PairMessage got(CompletableFuture<PairMessage> answer) throws Exception {
        return answer.get(180, TimeUnit.SECONDS);
    }

    private static String coded(String text, String codings) {
        Headers headers = Headers.of("content-encoding", codings);
        return new String(
                ContentEncoder.encode(text.getBytes(ISO_8859_1), headers).bytes(), ISO_8859_1);
    }

    private static String decoded(PairMessage message) throws IOException {
        Headers headers = Headers.of("content-encoding", String.join(", ", message.all("content-encoding")));
        byte[] body = String.valueOf(message.body()).getBytes(ISO_8859_1);
        return new String(ContentDecoder.strict(1 << 20).decode(body, headers), ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource
    void everyPartOfARequestIsEdited(VersionPair pair) throws Exception {
        PairClient client = between(pair);
        proxy.options.set("intercept", "~q");
        String body = coded("before", "gzip");
        PairMessage sent = pair.client == 1 // of a chunked request of HTTP/1 only the head is held
                ? PairMessage.of("POST /a", "content-encoding: gzip", "x-a: 1", "content-length: " + body.length())
                        .body(body)
                : PairMessage.of("POST /a", "content-encoding: gzip", "x-a: 1")
                        .body(body)
                        .trailers("x-t: 1");
        CompletableFuture<PairMessage> answer = asking(client, sent);
        FlowInFlight flow = held();
        if (pair.client != 1) {
            edit(flow, new EditOp.TrailerSet("x-t", "4"));
        }
        HttpFlow edited = edit(
                flow,
                new EditOp.Method("PUT"),
                new EditOp.Url("/b?c", false),
                new EditOp.HeaderSet("x-a", "2", -1),
                new EditOp.HeaderAdd("x-b", "3", -1),
                new EditOp.NewBody("after", null, false));
        assertThat(edited.held()).as("an edit does not end the hold").isNotNull();
        resume(flow);

        PairMessage request = seen();
        assertThat(request.start()).isEqualTo("PUT /b?c");
        assertThat(request.all("x-a")).containsExactly("2");
        assertThat(request.all("x-b")).containsExactly("3");
        assertThat(decoded(request)).isEqualTo("after");
        assertThat(request.trailers()).isEqualTo(pair.client == 1 ? null : List.of("x-t: 4"));
        assertThat(request.framing()).isEqualTo(pair.server != 1 ? "stream" : pair.client == 1 ? "length" : "chunked");
        assertThat(got(answer).status()).isEqualTo(200);
        HttpFlow flowOf = proxy.http();
        assertThat(flowOf.original().request().method()).isEqualTo("POST");
        assertThat(flowOf.request().headers().get(":path")).isEqualTo(pair.client == 1 ? null : "/b?c");
        assertThat(flowOf.request().headers().get(":method")).isEqualTo(pair.client == 1 ? null : "PUT");
        assertThat(flowOf.holds().get(0).outcome()).isEqualTo(Hold.Outcome.EDITED);
    }

    @ParameterizedTest
    @EnumSource
    void everyPartOfAResponseIsEdited(VersionPair pair) throws Exception {
        String body = coded("before", "br, gzip");
        PairClient client = between(
                pair,
                request -> PairMessage.of(
                                "200",
                                "content-encoding: br, gzip",
                                "content-length: " + body.length(),
                                "set-cookie: a=1",
                                "set-cookie: b=2")
                        .body(body));
        proxy.options.set("intercept", "~s");
        CompletableFuture<PairMessage> answer = asking(client, PairMessage.of("GET /"));
        FlowInFlight flow = held();
        Headers recorded = draft(flow).response().headers();
        int second = recorded.size() - 1;
        assertThat(recorded.value(second)).isEqualTo("b=2");
        edit(
                flow,
                new EditOp.Status(404),
                new EditOp.HeaderSet("set-cookie", "b=3", second),
                new EditOp.NewBody(TEXT, null, false));
        resume(flow);

        PairMessage response = got(answer);
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.all("set-cookie")).containsExactly("a=1", "b=3");
        assertThat(decoded(response)).isEqualTo(TEXT);
        assertThat(response.all("content-length"))
                .containsExactly("" + response.body().length());
        assertThat(proxy.http().response().headers().get(":status")).isEqualTo(pair.server == 1 ? null : "404");
        assertThat(proxy.http().original().response().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void trailersOfAResponseAreEdited(VersionPair pair) throws Exception {
        PairClient client =
                between(pair, request -> PairMessage.of("200").body("data").trailers("grpc-status: 0", "x-t: 1"));
        proxy.options.set("intercept", "~s");
        CompletableFuture<PairMessage> answer = asking(client, PairMessage.of("GET /", "te: trailers"));
        FlowInFlight flow = held();
        edit(flow, new EditOp.TrailerSet("grpc-status", "5"), new EditOp.TrailerRemove("x-t"));
        resume(flow);
        assertThat(got(answer).trailers()).containsExactly("grpc-status: 5");
        assertThat(got(answer).body()).isEqualTo("data");
    }

    @ParameterizedTest
    @EnumSource
    void aHeldMessageThatIsNotEditedIsTheSameInEveryByte(VersionPair pair) throws Exception {
        String body = coded(TEXT, "gzip");
        PairClient client = between(
                pair,
                request -> PairMessage.of("200", "content-encoding: gzip", "x-a: 1")
                        .body(body));
        proxy.options.set("intercept", "~all");
        CompletableFuture<PairMessage> answer = asking(
                client, PairMessage.of("POST /", "content-encoding: gzip").body(body));
        for (int i = 0; i < 2; i++) {
            FlowInFlight flow = held();
            MessagePart part = MessagePart.of(draft(flow).held().point());
            assertThat(edit(flow, new EditOp.Raw(RawText.print(draft(flow), part)))
                            .original())
                    .isNull();
            resume(flow);
            if (i == 0) {
                assertThat(seen().body()).isEqualTo(body);
            }
        }
        assertThat(got(answer).body()).isEqualTo(body);
        assertThat(proxy.http().original()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aResponseWithoutABodyIsEditedButForABody(VersionPair pair) throws Exception {
        PairClient client = between(
                pair,
                request -> PairMessage.of(
                        request.method().equals("HEAD") ? "200" : request.path().substring(1), "x-a: 1", "etag: 1"));
        proxy.options.set("intercept", "~s");
        for (String start : List.of("HEAD /", "GET /204", "GET /304")) {
            CompletableFuture<PairMessage> answer = asking(client, PairMessage.of(start));
            FlowInFlight flow = held();
            assertThatThrownBy(() -> edit(flow, new EditOp.NewBody("x", null, false)))
                    .isInstanceOf(FlowActionException.class)
                    .hasMessageEndingWith(" has no body");
            edit(flow, new EditOp.HeaderSet("x-a", "2", -1));
            resume(flow);
            assertThat(got(answer).all("x-a")).as(start).containsExactly("2");
            assertThat(got(answer).body()).as(start).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStatusWithoutABodyTakesItAway(VersionPair pair) throws Exception {
        PairClient client = between(pair);
        proxy.options.set("intercept", "~s");
        for (int status : new int[] {204, 304}) {
            CompletableFuture<PairMessage> answer = asking(client, PairMessage.of("GET /"));
            FlowInFlight flow = held();
            edit(flow, new EditOp.Status(status), new EditOp.NewBody("", null, false));
            resume(flow);
            assertThat(got(answer).status()).isEqualTo(status);
            assertThat(got(answer).body()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ONE_TO_ONE, ONE_TO_BOTH", "TWO_TO_TWO, TWO_TO_ONE", "TWO_TO_ONE, TWO_TO_TWO",
        "TWO_TO_TWO, TWO_TO_TWO", "THREE_TO_ONE, TWO_TO_TWO", "THREE_TO_TWO, TWO_TO_ONE"
    })
    void anotherUrlLeadsToItsServer(VersionPair pair, VersionPair other) throws Exception {
        PairClient client = between(pair);
        String first = authority;
        PairServer target = new PairServer(
                request -> PairMessage.of("200", "content-length: 5").body("other"));
        ScriptedOrigin origin = tlsOrigin(target.script(other), other.protocols);
        String second = "127.0.0.1:" + origin.port();
        proxy.options.set("intercept", "~q & ~u /held");
        CompletableFuture<PairMessage> answer =
                asking(client, PairMessage.of("POST /held").body("data"));
        FlowInFlight flow = held();
        edit(flow, new EditOp.Url("https://" + second + "/new?q", false));
        resume(flow);

        assertThat(got(answer).body()).isEqualTo("other");
        PairMessage request = target.seen().poll(180, TimeUnit.SECONDS);
        assertThat(request.start()).isEqualTo("POST /new?q");
        assertThat(request.body()).isEqualTo("data");
        assertThat(request.all(request.framing().equals("stream") ? ":authority" : "host"))
                .containsExactly(second);
        HttpFlow recorded = proxy.http();
        assertThat(recorded.server().address().toString()).isEqualTo(second);
        assertThat(recorded.request().url()).isEqualTo("https://" + second + "/new?q");
        assertThat(recorded.request().headers().get(pair.client == 1 ? "Host" : ":authority"))
                .isEqualTo(second);
        assertThat(recorded.original().request().url()).isEqualTo("https://" + first + "/held");

        assertThat(client.ask(PairMessage.of("GET /after")).body()).isEqualTo("ok");
        assertThat(seen().path()).as("the next request goes where it is sent").isEqualTo("/after");
    }

    @ParameterizedTest
    @EnumSource
    void aKeptHostNamesTheFormerServer(VersionPair pair) throws Exception {
        PairClient client = between(pair);
        String former = authority;
        PairServer target = new PairServer(request -> OK_ANSWER);
        ScriptedOrigin origin = tlsOrigin(target.script(pair), pair.protocols);
        proxy.options.set("intercept", "~q");
        CompletableFuture<PairMessage> answer = asking(client, PairMessage.of("GET /"));
        FlowInFlight flow = held();
        edit(flow, new EditOp.Url("https://127.0.0.1:" + origin.port() + "/", true));
        resume(flow);
        assertThat(got(answer).status()).isEqualTo(200);
        PairMessage request = target.seen().poll(180, TimeUnit.SECONDS);
        assertThat(request.all(pair.server == 1 ? "host" : ":authority")).containsExactly(former);
    }
}
