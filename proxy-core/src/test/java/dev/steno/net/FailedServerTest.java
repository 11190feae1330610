package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.ServerFailure;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError.Step;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.http3.Http3Caller;
import dev.steno.testing.proxy.ModeTest;
import dev.steno.testing.wire.Loopback;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A handler that is asked when a server fails, in each version of HTTP. The path of a request is what the handler does; it
 * decides on a thread of its own.
 */
class FailedServerTest extends ModeTest {
    private final ConcurrentLinkedQueue<ServerFailure> seen = new ConcurrentLinkedQueue<>();
    private Endpoint other;

    private final class Spy implements Addon {
        @Override
        public void register(Registrar registrar) {
            registrar.onBlocking(Hook.FAILED, Phase.DECIDE, (ServerFailure failure, HookContext context) -> {
                seen.add(failure);
                return switch (failure.flow().request().path()) {
                    case "/answer" -> failure.isFinal() ? Verdict.pass() : new Verdict.Answer<>(spied());
                    case "/retry" -> failure.canRetry() ? new Verdict.Retry<>() : Verdict.pass();
                    case "/other" -> new Verdict.Retry<>(other);
                    case "/drop" -> new Verdict.Drop<>("told to");
                    default -> Verdict.pass();
                };
            });
        }
    }

    private static HttpResponse spied() {
        return new HttpResponse(
                "HTTP/1.1",
                299,
                "Spied",
                Headers.of("x-by", "spy"),
                null,
                new Body.Inline(latin1("instead")),
                Times.now(),
                Times.UNSET);
    }

    @Override
    protected Addon[] addons() {
        return new Addon[] {new Spy()};
    }

    @Override
    protected void restartWith(UnaryOperator<ProxySettings> settings, Addon... more) throws IOException {
        super.restartWith(settings, addons());
    }

    /** Starts what fails at this step, and returns its authority. */
    private String failing(Step step) throws Exception {
        return switch (step) {
            case RESOLVE -> "no-such-host.invalid:443";
            case CONNECT -> "localhost:" + Loopback.freePort();
            case SERVER_TLS -> "localhost:" + withoutTls().port();
            default -> "localhost:" + resetting(Integer.MAX_VALUE).port();
        };
    }

    private ScriptedOrigin withoutTls() throws IOException {
        return origin(connection -> {
            connection.in().read();
            connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            connection.awaitEnd();
        });
    }

    /** A server with TLS that resets its first connections at the end of a request's head, and answers later ones. */
    private ScriptedOrigin resetting(int count) throws IOException {
        AtomicInteger connections = new AtomicInteger();
        return tlsOrigin(connection -> {
            if (connection.readHead() != null && connections.incrementAndGet() <= count) {
                connection.reset();
            } else {
                connection.send(OK);
                connection.awaitEnd();
            }
        });
    }

    /** A client of a version of HTTP that asks this server, by TLS. */
    private PairClient asking(int version, String authority) throws Exception {
        if (version == 3) {
            listen("reverse:http3://" + authority);
            return PairClient.http3(
                    closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 20)), authority);
        } else if (version == 2) {
            listen("reverse:https://" + authority);
            return PairClient.http2(FrameClient.over(client()), authority);
        }
        String host = authority.substring(0, authority.indexOf(':'));
        RawClient client = client().connect(authority).tls(trustingSteno(), host, "http/1.1");
        return PairClient.http1(client, authority);
    }

    @ParameterizedTest
    @CsvSource({
        "1,RESOLVE",
        "1,CONNECT",
        "1,SERVER_TLS",
        "1,RESPONSE",
        "2,RESOLVE",
        "2,CONNECT",
        "2,SERVER_TLS",
        "2,RESPONSE",
        "3,RESOLVE",
        "3,CONNECT",
        "3,SERVER_TLS",
        "3,RESPONSE"
    })
    void aHandlerAnswersInPlaceOfAServerThatFails(int version, Step step) throws Exception {
        String authority = failing(step);
        PairClient client = asking(version, authority);

        PairMessage answer = client.ask(PairMessage.of("GET /answer"));

        assertThat(answer.status()).isEqualTo(299);
        assertThat(answer.all("x-by")).containsExactly("spy");
        assertThat(answer.body()).isEqualTo("instead");
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.response().status()).isEqualTo(299);
        assertThat(flow.notes().metadata()).containsEntry(Notes.ANSWERED_BY, "Spy");
        ServerFailure failure = seen.remove();
        assertThat(flow.notes().metadata().get(Notes.ODD))
                .isEqualTo("the server failed: " + failure.error().message());
        assertThat(failure.error().step()).isEqualTo(step);
        assertThat(failure.server().toString()).isEqualTo(authority);
        assertThat(failure.tls()).isTrue();
        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.attempt()).isEqualTo(1);
        assertThat(failure.canRetry()).isTrue();
        assertThat(failure.isFinal()).isFalse();

        assertThat(client.ask(PairMessage.of("GET /pass")).status())
                .as("without a decision")
                .isEqualTo(502);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aHandlerAsksForOneRetry(int version) throws Exception {
        ScriptedOrigin origin = resetting(1);
        PairMessage request = PairMessage.of("POST /retry", "content-length: 4").body("body");

        PairMessage answer = asking(version, "localhost:" + origin.port()).ask(request);

        assertThat(answer.status()).isEqualTo(200);
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.notes().metadata().get(Notes.ODD)).startsWith("sent again by Spy after a failure: ");
        assertThat(seen).hasSize(1);
    }

    @Test
    void aSecondFailureIsShownButNotRetried() throws Exception {
        String authority = "127.0.0.1:" + Loopback.freePort();

        HttpAnswer answer = client().send("GET http://" + authority + "/retry HTTP/1.1\r\nHost: a\r\n\r\n")
                .response();

        assertThat(answer.status()).isEqualTo(502);
        assertThat(seen).extracting(ServerFailure::attempt).containsExactly(1, 2);
        assertThat(seen).extracting(ServerFailure::canRetry).containsExactly(true, false);
        assertThat(seen).extracting(ServerFailure::tls).containsOnly(false);
        assertThat(proxy.http().error().message()).contains("connection refused");
    }

    @Test
    void aRetryMayGoToAnotherServer() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        other = origin.endpoint();
        String authority = "127.0.0.1:" + Loopback.freePort();

        HttpAnswer answer = client().send(
                        "GET http://" + authority + "/other HTTP/1.1\r\nHost: " + authority + "\r\n\r\n")
                .response();

        assertThat(answer.text()).isEqualTo("ok");
        assertThat(origin.received()).contains("Host: " + authority);
        assertThat(proxy.http().server().address()).isEqualTo(other);
    }

    @Test
    void aHandlerEndsTheExchange() throws Exception {
        RawClient client =
                client().send("GET http://127.0.0.1:" + Loopback.freePort() + "/drop HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(client.wire().readToEnd()).isEmpty();
        assertThat(proxy.http().error().step()).isEqualTo(Step.ADDON);
    }

    @Test
    void aFailureAfterTheResponsesHeadIsFinal() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart");
            connection.close();
        });

        RawClient client = client().send(get(origin, "/answer"));

        assertThat(client.wire().readToEnd()).endsWith("\r\n\r\npart");
        assertThat(proxy.http().state()).isEqualTo(FlowState.FAILED);
        await().until(() -> !seen.isEmpty());
        assertThat(seen.peek().isFinal()).isTrue();
        assertThat(seen.peek().canRetry()).isFalse();
        assertThat(seen.peek().flow().response().status()).isEqualTo(200);
    }

    @Test
    void aStreamThatItsServerResetsIsAnswered() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(server -> {
                    server.reset(server.request().stream(), 8);
                    server.drain();
                }),
                "h2");
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));

        PairMessage answer =
                PairClient.http2(client, "localhost:" + origin.port()).ask(PairMessage.of("GET /answer"));

        assertThat(answer.end()).isNull();
        assertThat(answer.status()).isEqualTo(299);
    }
}
