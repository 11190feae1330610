package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.hold.Holding;
import dev.steno.rule.Rules;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http2.FrameClient;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients meet in records of real applications: redirects, cookies, parallel requests, in both versions of HTTP, beside rules and holds. */
class UglyMocksTest extends MockingProxy {
    private final Holding holding = new Holding(() -> 0);

    @Override
    protected Addon[] addons() {
        List<Addon> all = new ArrayList<>(Arrays.asList(super.addons()));
        all.add(0, new Rules());
        all.add(holding);
        return all.toArray(Addon[]::new);
    }

    /** Status, fields and body of an answer in a version of HTTP. */
    private record Got(int status, String fields, String body) {}

    private Got get(String version, String path, String... fields) throws Exception {
        return request(version, "GET", path, fields);
    }

    private Got request(String version, String method, String path, String... fields) throws Exception {
        if (version.equals("1")) {
            HttpAnswer answer = ask(method, path, fields);
            return new Got(answer.status(), answer.head(), answer.text());
        }
        FrameClient client = shop2();
        String[] split = Arrays.stream(fields)
                .flatMap(field -> Arrays.stream(field.split(": ", 2)))
                .map(String::toLowerCase)
                .toArray(String[]::new);
        client.request(1, true, method, SHOP + path, split);
        FrameClient.Answer answer = client.answer(1);
        return new Got(answer.status(), answer.head().toString(), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void aLoopOfRedirectsIsSentAsRecordedAndTheOneThatEndsItComesInItsTurn(String version) throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").status(302).field("Location", "/b");
        tape.get(SHOP + "/b").status(302).field("Location", "/a");
        tape.get(SHOP + "/a").text("at last");
        offline(tape);

        Got first = get(version, "/a");
        assertThat(first.status()).isEqualTo(302);
        assertThat(first.fields()).containsIgnoringCase("location").contains("/b");
        assertThat(get(version, "/b").fields()).contains("/a");
        assertThat(get(version, "/a").body()).isEqualTo("at last");
        assertThat(get(version, "/b").status()).isEqualTo(302);
        assertThat(get(version, "/a").body()).isEqualTo("at last");
        assertThat(connects).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void cookiesKeepTheirPathsAndOrderAndDoNotMatterInRequests(String version) throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a")
                .asking("Cookie", "old=1")
                .field("Set-Cookie", "s=1; Path=/account; HttpOnly")
                .field("Set-Cookie", "t=2; Path=/; Max-Age=60")
                .text("one");
        offline(tape);

        Got got = get(version, "/a", "Cookie: s=9; t=8");
        assertThat(got.body()).isEqualTo("one");
        assertThat(got.fields()).contains("s=1; Path=/account; HttpOnly").contains("t=2; Path=/; Max-Age=60");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void preflightsAreAnsweredAsRecordedBeforeTheOptionAnswersThem(String version) throws Exception {
        Tape tape = tape();
        tape.request("OPTIONS", SHOP + "/a").status(204).field("Access-Control-Max-Age", "7");
        tape.get(SHOP + "/b").text("b");
        offline(tape);
        set("mock-cors-preflight", "true");
        String[] preflight = {"Origin: https://page.invalid", "Access-Control-Request-Method: PUT"};

        assertThat(request(version, "OPTIONS", "/a", preflight).fields())
                .containsIgnoringCase("access-control-max-age");
        Got made = request(version, "OPTIONS", "/b", preflight);
        assertThat(made.status()).isEqualTo(204);
        assertThat(made.fields())
                .containsIgnoringCase("access-control-allow-origin")
                .contains("https://page.invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void twoIdenticalRequestsInParallelGetDistinctResponses(String version) throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").text("first");
        tape.get(SHOP + "/a").text("second");
        offline(tape);

        List<CompletableFuture<Got>> both = List.of(later(version), later(version));
        assertThat(both.stream().map(each -> each.join().body()).collect(Collectors.toList()))
                .containsExactlyInAnyOrder("first", "second");
    }

    private CompletableFuture<Got> later(String version) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return get(version, "/a");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void aRuleChangesTheAnswerThatIsThenHeldAndChangedByAPerson(String version) throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").field("X-From", "record").text("recorded");
        offline(tape);
        set("modify-headers", "/~s/X-Rule/acted");
        set("modify-body", "/~s/recorded/changed");
        set("intercept", "~s");

        CompletableFuture<Got> got = later(version);
        var held = await().atMost(60, TimeUnit.SECONDS)
                .until(() -> proxy.runtime().inFlight().held(), all -> all.size() == 1);
        long id = held.iterator().next();
        HttpFlow draft = proxy.runtime()
                .inFlight()
                .find(id)
                .orElseThrow()
                .draft()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        assertThat(draft.response().headers().get("X-Rule")).isEqualTo("acted");
        proxy.runtime()
                .inFlight()
                .find(id)
                .orElseThrow()
                .edit(
                        draft.revision(),
                        flow -> flow.withResponse(flow.response()
                                .withHeaders(flow.response().headers().with("X-Person", "too"))),
                        "test")
                .thenCompose(flow ->
                        proxy.runtime().inFlight().find(id).orElseThrow().resume("test"))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);

        assertThat(got.get(60, TimeUnit.SECONDS).body()).isEqualTo("changed");
        assertThat(got.join().fields())
                .containsIgnoringCase("x-from")
                .containsIgnoringCase("x-rule")
                .containsIgnoringCase("x-person");
        assertThat(proxy.ended(1).get(0).state()).isEqualTo(FlowState.COMPLETE);
        assertThat(connects).isEmpty();
    }

    @Test
    void aResponseOfManyChunksIsSentByteByByteAsRecorded() throws Exception {
        byte[] body = new byte[64 << 20];
        new Random(1).nextBytes(body);
        Tape tape = tape();
        tape.get(SHOP + "/large")
                .field("Content-Length", Integer.toString(body.length))
                .bytes(body);
        offline(tape);
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));

        RawClient client = shop().send("GET /large HTTP/1.1\r\nHost: shop.invalid\r\n\r\n");
        assertThat(client.wire().readHead()).contains("Content-Length: " + body.length);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        InputStream in = client.wire().in();
        byte[] piece = new byte[1 << 16];
        for (int left = body.length; left > 0; ) {
            int read = in.read(piece, 0, Math.min(left, piece.length));
            assertThat(read).isPositive();
            digest.update(piece, 0, read);
            left -= read;
        }
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(expected);
    }
}
