package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.flow.FlowError.Step;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.proxy.ProxyTest;
import dev.steno.testing.wire.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are unreachable or fail: the response to the client, and the record. */
class UpstreamFailureTest extends ProxyTest {

    private void assertPage(HttpAnswer answer, int status, Step step, String message) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.field("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.text())
                .contains(message)
                .contains("at step <b>" + step.name().toLowerCase().replace('_', ' '));
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().step()).isEqualTo(step);
        assertThat(flow.error().message()).contains(message);
        assertThat(flow.response()).isNull();
    }

    @Test
    void aNameWithoutAnAddressIsAnswered502() throws Exception {
        HttpAnswer answer =
                client().send(Requests.get("http://no-such-host.invalid/")).response();

        assertPage(answer, 502, Step.RESOLVE, "no-such-host.invalid: no address was found for this name");
        assertThat(proxy.http().server()).isNull();
    }

    @Test
    void aServerThatRefusesTheConnectionIsAnswered502() throws Exception {
        int port = Loopback.freePort();

        HttpAnswer answer =
                client().send(Requests.get("http://127.0.0.1:" + port + "/")).response();

        assertPage(answer, 502, Step.CONNECT, "127.0.0.1:" + port + ": connection refused");
    }

    @Test
    void theClientsConnectionStaysOpenIfItsServerRefuses() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client();
        String refused = Requests.get("http://127.0.0.1:" + Loopback.freePort() + "/");

        assertThat(client.send(refused).response().status()).isEqualTo(502);
        assertThat(client.send(get(origin, "/")).response().text()).isEqualTo("ok");
    }

    @Test
    void aConnectionAttemptWithoutAnswerTimesOut() throws Exception {
        restartWith(defaults -> new ProxySettings(
                defaults.listen(),
                List.of(),
                false,
                Duration.ofMillis(300),
                defaults.timeouts().idle()));
        List<Socket> fillers = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assumeTrue(
                    fillBacklog(full, fillers),
                    "this system takes connections beyond the backlog, so none can be left unanswered");

            HttpAnswer answer = client().send(Requests.get("http://127.0.0.1:" + full.getLocalPort() + "/"))
                    .response();

            assertPage(answer, 504, Step.CONNECT, "did not answer in time (connection timed out)");
        } finally {
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    /** Opens connections until an attempt is not answered. */
    private static boolean fillBacklog(ServerSocket listener, List<Socket> fillers) throws IOException {
        for (int i = 0; i < 20; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(new InetSocketAddress("127.0.0.1", listener.getLocalPort()), 200);
            } catch (SocketTimeoutException e) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aServerThatResetsBeforeItsResponseIsAnswered502() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.reset();
        });

        HttpAnswer answer = client().send(get(origin, "/")).response();

        assertPage(answer, 502, Step.RESPONSE, origin.authority() + " reset the connection");
        assertThat(proxy.http().error().message()).endsWith("before any response");
        assertThat(proxy.http().server().ip()).isEqualTo(origin.endpoint());
    }

    @Test
    void aServerThatClosesBeforeItsResponseIsAnswered502() throws Exception {
        ScriptedOrigin origin = origin(Wiretap::readHead);

        HttpAnswer answer = client().send(get(origin, "/")).response();

        assertPage(answer, 502, Step.RESPONSE, "closed the connection before any response");
    }

    @Test
    void aServerThatClosesWithinItsStatusLineIsAnswered502() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            // after a complete status line, the fields received are used, as in curl and Chromium
            connection.send("HTTP/1.1 200 O");
        });

        assertThat(client().send(get(origin, "/")).response().status()).isEqualTo(502);
        assertThat(proxy.http().error().step()).isEqualTo(Step.RESPONSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 100\r\n\r\nonly this",
                "Transfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n",
                "Transfer-Encoding: chunked\r\n\r\n64\r\nonly this"
            })
    void aServerThatClosesWithinItsBodyCutsTheClientsResponse(String rest) throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\n" + rest);
        });
        RawClient client = client().send(get(origin, "/"));

        assertThat(client.wire().readToEnd()).contains("only this").doesNotEndWith("0\r\n\r\n");
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().step()).isEqualTo(Step.RESPONSE);
        assertThat(flow.error().message()).endsWith("closed the connection before the response's end");
        assertThat(flow.response().status()).isEqualTo(200);
        assertThat(proxy.bytes(flow.response().body())).isEqualTo(latin1("only this"));
    }

    @Test
    void aServerThatResetsWithinItsBodyCutsTheClientsResponse() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nsome");
            connection.in().read();
            connection.reset();
        });
        RawClient client = client().send(
                        get(origin, "/").replace("GET", "PUT").replace("\r\n\r\n", "\r\nContent-Length: 5\r\n\r\n"));
        client.wire().readHead();
        assertThat(client.wire().readText(4)).isEqualTo("some");
        client.send("x");

        assertThat(client.isClosedByProxy()).isTrue();
        assertThat(proxy.http().error().message()).contains("reset the connection");
        assertThat(proxy.http().state()).isEqualTo(FlowState.FAILED);
    }

    @Test
    void aCutBodyThatEndsWithTheConnectionIsNotTakenAsComplete() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n");
            connection.in().read();
        });
        RawClient client = client().send(
                        "PUT http://" + origin.authority() + "/ HTTP/1.0\r\nHost: x\r\nContent-Length: 5\r\n\r\n");
        client.wire().readHead();
        client.wire().readText(4);
        client.send("x");

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> client.wire().readToEnd())
                .isInstanceOf(java.net.SocketException.class)
                .hasMessageContaining("reset");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "HTTP/1.1 099 Low\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: a\u0000b\r\n\r\n"
            })
    void aMalformedResponseIsAnswered502(String response) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(response));

        HttpAnswer answer = client().send(get(origin, "/")).response();

        assertPage(answer, 502, Step.RESPONSE, "the response of " + origin.authority() + " is malformed");
    }

    @Test
    void aMalformedChunkCutsTheClientsResponse() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n");
            connection.send("zz\r\nrest");
            connection.awaitEnd();
        });
        RawClient client = client().send(get(origin, "/"));

        assertThat(client.wire().readToEnd()).doesNotContain("rest");
        assertThat(proxy.http().error().message()).contains("malformed");
        assertThat(proxy.http().state()).isEqualTo(FlowState.FAILED);
    }

    @Test
    void aHeaderSectionBeyondTheLimitIsMalformed() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(
                "HTTP/1.1 200 OK\r\nA: " + "a".repeat(ProxySettings.MAX_HEADERS) + "\r\n\r\n"));

        assertThat(client().send(get(origin, "/")).response().status()).isEqualTo(502);
        assertThat(proxy.http().state()).isEqualTo(FlowState.FAILED);
    }

    @Test
    void theMessageOnThePageIsEscaped() throws Exception {
        HttpAnswer answer = client().send(Requests.get("http://a&b.invalid/")).response();

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("a&amp;b.invalid").doesNotContain("a&b");
    }

    @Test
    void theErrorPageForHeadHasNoBody() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client =
                client().send("HEAD http://127.0.0.1:" + Loopback.freePort() + "/ HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(client.responseToHead().status()).isEqualTo(502);
        assertThat(client.send(get(origin, "/")).response().text()).isEqualTo("ok");
    }

    @Test
    void aServerThatStaysSilentTimesOut() throws Exception {
        inTime(Duration.ofMillis(400), limit -> {
            restartWith(defaults -> withIdle(defaults, limit));
            ScriptedOrigin origin = origin(Wiretap::awaitEnd);

            HttpAnswer answer = client().send(get(origin, "/")).response();

            assertPage(answer, 504, Step.RESPONSE, "sent nothing for too long (timed out)");
        });
    }

    @Test
    void aServerThatStopsWithinItsBodyTimesOut() throws Exception {
        inTime(Duration.ofMillis(400), limit -> {
            restartWith(defaults -> withIdle(defaults, limit));
            ScriptedOrigin origin = origin(connection -> {
                connection.readHead();
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
                connection.awaitEnd();
            });

            assertThat(client().send(get(origin, "/")).wire().readToEnd()).endsWith("some");
            assertThat(proxy.http().error().message()).contains("timed out");
        });
    }

    @Test
    void aServerThatReadsALongRequestDoesNotTimeOut() throws Exception {
        inTime(Duration.ofSeconds(2), limit -> {
            restartWith(defaults -> withIdle(defaults, limit));
            ScriptedOrigin origin = origin(connection -> {
                connection.readHead();
                connection.readExactly(40);
                connection.send(OK);
                connection.awaitEnd();
            });
            RawClient client = client().send(
                            "PUT http://" + origin.authority() + "/ HTTP/1.1\r\nHost: x\r\nContent-Length: 40\r\n\r\n");
            long begun = System.nanoTime();
            for (int i = 0; i < 40; i++) { // longer in total than the timeout, without a pause close to it
                long next = begun + (i + 1) * limit.toNanos() * 3 / 100;
                org.awaitility.Awaitility.await()
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> System.nanoTime() >= next);
                client.send("x");
            }

            assertThat(client.response().text()).isEqualTo("ok");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "0.0.0.0"})
    void aRequestToTheProxyItselfIsRefused(String host) throws Exception {
        HttpAnswer answer = client().send(Requests.get("http://" + host + ":" + proxy.port() + "/"))
                .response();

        assertPage(answer, 502, Step.CONNECT, "is this proxy's own address");
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void aRequestToAProxyOnTheWildcardAddressIsRefusedAtEachOfItsAddresses() throws Exception {
        restartWith(defaults -> ProxySettings.listeningAt(new dev.steno.flow.Endpoint("0.0.0.0", 0)));
        int count = 0;
        for (InetAddress own : java.net.NetworkInterface.networkInterfaces()
                .flatMap(java.net.NetworkInterface::inetAddresses)
                .filter(java.net.Inet4Address.class::isInstance)
                .toList()) {
            HttpAnswer answer = client().send(Requests.get("http://" + own.getHostAddress() + ":" + proxy.port() + "/"))
                    .response();
            assertThat(answer.text()).contains("is this proxy's own address");
            count++;
        }
        assertThat(count).isPositive();
        assertThat(proxy.ended(count)).hasSize(count);
    }
}
