package dev.steno.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handlers change bodies while they pass, whatever the versions of HTTP at both ends. */
class BodyTransformTest extends VersionPairsProxyTest {
    private final AtomicInteger closed = new AtomicInteger();
    private volatile boolean fails;

    /** Writes letters in upper case, adds a trailer and a note, and an end to the body. */
    private final class Louder implements BodyTransform {
        private final String mark;
        private byte @Nullable [] piece;

        Louder(String mark) {
            this.mark = mark;
        }

        @Override
        public void put(byte[] given) throws IOException {
            if (fails) {
                throw new IOException("no more");
            }
            piece = new String(given, ISO_8859_1).toUpperCase(Locale.ROOT).getBytes(ISO_8859_1);
        }

        @Override
        public void end() {
            piece = mark.getBytes(ISO_8859_1);
        }

        @Override
        public byte @Nullable [] next() {
            byte[] next = piece;
            piece = null;
            return next;
        }

        @Override
        public Headers trailers(@Nullable Headers arrived) {
            return (arrived == null ? Headers.EMPTY : arrived).with("x-mark", mark);
        }

        @Override
        public Notes noted(Notes notes) {
            return notes.withMetadata("mark" + mark, "seen");
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Override
    protected Addon[] addons() {
        return new Addon[] {
            registrar -> {
                registrar.on(Hook.REQUEST_HEAD, Phase.MODIFY, (flow, context) -> louder(context));
                registrar.on(Hook.RESPONSE_HEAD, Phase.MODIFY, (flow, context) -> louder(context));
            }
        };
    }

    @Override
    protected void restartWith(UnaryOperator<ProxySettings> settings, Addon... none) throws IOException {
        super.restartWith(settings, addons());
    }

    private Verdict<HttpFlow> louder(HookContext context) {
        context.transform(() -> new Louder("1"));
        context.transform(() -> new Louder("2"));
        return Verdict.pass();
    }

    private String recorded(Body body) {
        return new String(proxy.bytes(body), ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource
    void bothBodiesAreChangedAndBothAreRecorded(VersionPair pair) throws Exception {
        PairClient client = between(
                pair, request -> PairMessage.of("200", "x-a: b").body("answer").trailers("x-t: 2"));
        PairMessage answer =
                client.ask(PairMessage.of("POST /", "x-b: c").body("question").trailers("x-t: 1"));

        PairMessage request = seen();
        assertThat(request.body()).isEqualTo("QUESTION12");
        assertThat(request.trailers()).containsExactly("x-t: 1", "x-mark: 1", "x-mark: 2");
        assertThat(answer.body()).isEqualTo("ANSWER12");
        assertThat(answer.trailers()).containsExactly("x-t: 2", "x-mark: 1", "x-mark: 2");
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(recorded(flow.request().body())).isEqualTo("QUESTION12");
        assertThat(recorded(flow.response().body())).isEqualTo("ANSWER12");
        assertThat(recorded(flow.original().request().body())).isEqualTo("question");
        assertThat(recorded(flow.original().response().body())).isEqualTo("answer");
        assertThat(flow.original().response().trailers()).isEqualTo(Headers.of("x-t", "2"));
        assertThat(flow.original().request().ended()).isPositive();
        assertThat(flow.notes().metadata()).containsEntry("mark1", "seen").containsEntry("mark2", "seen");
        await().until(() -> closed.get() == 4);
    }

    @ParameterizedTest
    @EnumSource
    void aLengthIsNotKeptAndAMessageWithoutABodyStays(VersionPair pair) throws Exception {
        PairClient client = between(
                pair,
                request -> request.method().equals("GET")
                        ? PairMessage.of("304", "x-a: b")
                        : PairMessage.of("200", "content-length: 6").body("answer"));
        PairMessage answer =
                client.ask(PairMessage.of("PUT /", "content-length: 8").body("question"));
        PairMessage request = seen();
        assertThat(request.body()).isEqualTo("QUESTION12");
        assertThat(request.all("content-length")).isEmpty();
        assertThat(answer.body()).isEqualTo("ANSWER12");
        assertThat(answer.all("content-length")).isEmpty();

        assertThat(client.ask(PairMessage.of("GET /")).status()).isEqualTo(304);
        HttpFlow plain = (HttpFlow) proxy.ended(2).get(1);
        assertThat(plain.original()).isNull();
    }

    @Test
    void aLargeBodyPassesASlowClientAndIsRecordedTwice() throws Exception {
        byte[] body = "abcdefgh".repeat(1 << 18).getBytes(ISO_8859_1); // 2 MiB
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
            connection.send(body);
        });
        RawClient client = closing(RawClient.withSmallBufferTo(proxy.port()));
        byte[] got = client.send(get(origin, "/")).response().body();

        String changed = new String(body, ISO_8859_1).toUpperCase(Locale.ROOT) + "12";
        assertThat(new String(got, ISO_8859_1)).isEqualTo(changed);
        HttpFlow flow = proxy.http();
        assertThat(recorded(flow.response().body())).isEqualTo(changed);
        assertThat(proxy.bytes(flow.original().response().body())).isEqualTo(body);
    }

    @Test
    void aPieceIsSentBeforeTheNextArrives() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
            try {
                assertThat(read.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            connection.send("1\r\nb\r\n0\r\n\r\n");
        });
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        assertThat(client.wire().readExactly(6)).isEqualTo(latin1("1\r\nA\r\n"));
        read.countDown();
        assertThat(client.wire().readExactly(6)).isEqualTo(latin1("1\r\nB\r\n"));
        assertThat(proxy.http().original().response().body()).isEqualTo(new Body.Inline(latin1("ab")));
    }

    @Test
    void aServerThatBreaksOffFailsTheFlow() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        });
        RawClient client = client().send(get(origin, "/"));
        client.wire().awaitEnd();
        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(recorded(flow.original().response().body())).isEqualTo("half");
        await().until(() -> closed.get() == 2);
    }

    @Test
    void aTransformThatFailsEndsTheExchange() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        fails = true;
        RawClient client = client().send(get(origin, "/"));
        client.wire().awaitEnd();
        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        assertThat(flow.error().step()).isEqualTo(FlowError.Step.ADDON);
        assertThat(flow.error().message()).contains("no more");
    }
}
