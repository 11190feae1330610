package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keep-alive on both sides, pipelining, and connections that end between requests. */
class ConnectionReuseTest extends ProxyTest {

    @Test
    void allRequestsOfAClientShareOneConnectionToTheServer() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.counting());
        RawClient client = client();

        for (int i = 1; i <= 20; i++) {
            assertThat(client.send(get(origin, "/" + i)).response().text()).isEqualTo(Integer.toString(i));
        }

        assertThat(origin.connections()).hasSize(1);
        List<Flow> flows = proxy.ended(20);
        assertThat(flows.stream().map(flow -> flow.client().connection()).distinct())
                .hasSize(1);
        assertThat(flows.stream().map(flow -> flow.server().connection()).distinct())
                .hasSize(1);
    }

    @Test
    void twoClientsDoNotShareAConnectionToTheServer() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.counting());

        client().send(get(origin, "/")).response();
        client().send(get(origin, "/")).response();

        assertThat(origin.connections()).hasSize(2);
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        ScriptedOrigin slow = origin(connection -> {
            connection.readRequest();
            goOn.orTimeout(60, TimeUnit.SECONDS).join();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow");
            connection.awaitEnd();
        });
        ScriptedOrigin fast = origin(ScriptedOrigin.counting());
        RawClient client = client();
        String post = Requests.post("http://" + fast.authority() + "/", "abc", "Content-Length: 3");
        client.send(get(slow, "/0") + get(fast, "/1") + post + get(fast, "/3"));
        Awaitility.await().until(() -> !slow.connections().isEmpty() && slow.sawAnything());

        assertThat(fast.sawAnything()).isFalse();
        goOn.complete(null);
        assertThat(client.response().text()).isEqualTo("slow");
        assertThat(client.response().text()).isEqualTo("1");
        assertThat(client.response().text()).isEqualTo("2");
        assertThat(client.response().text()).isEqualTo("3");
        assertThat(proxy.ended(4).stream()
                        .map(flow -> ((HttpFlow) flow).request().path()))
                .containsExactly("/0", "/1", "/", "/3");
    }

    @Test
    void aHundredPipelinedRequestsAllGetTheirResponses() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.counting());
        StringBuilder all = new StringBuilder();
        for (int i = 1; i <= 100; i++) {
            all.append(get(origin, "/" + i));
        }
        RawClient client = client().send(all.toString());

        for (int i = 1; i <= 100; i++) {
            assertThat(client.response().text()).isEqualTo(Integer.toString(i));
        }
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void pipelinedRequestsOfAHalfClosedClientAreAllAnswered() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.counting());
        RawClient client = client().send(get(origin, "/1") + get(origin, "/2") + get(origin, "/3"));
        client.wire().shutOutput();

        assertThat(client.response().text()).isEqualTo("1");
        assertThat(client.response().text()).isEqualTo("2");
        assertThat(client.response().text()).isEqualTo("3");
        assertThat(client.isClosedByProxy()).isTrue();
        assertThat(proxy.ended(3)).allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.COMPLETE));
    }

    @Test
    void aHalfClosedClientStillGetsASlowResponse() throws Exception {
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            goOn.orTimeout(60, TimeUnit.SECONDS).join();
            connection.send(OK);
            connection.awaitEnd();
        });
        RawClient client = client().send(get(origin, "/"));
        client.wire().shutOutput();
        Awaitility.await().until(origin::sawAnything);
        goOn.complete(null);

        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(client.isClosedByProxy()).isTrue();
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1\r\nConnection: close", "HTTP/1.0", "HTTP/1.1\r\nConnection: x, Close"})
    void aConnectionWithCloseIsClosedAfterTheResponse(String version) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        RawClient client = client().send("GET http://" + origin.authority() + "/ " + version + "\r\nHost: x\r\n\r\n");

        HttpAnswer answer = client.response();
        assertThat(answer.text()).isEqualTo("ok");
        assertThat(answer.field("Connection")).isEqualTo("close");
        assertThat(client.isClosedByProxy()).isTrue();
    }

    /**
     * RFC 9112, 9.3: a proxy must not keep a connection of an HTTP/1.0 client alive. A server may, and the client of a
     * tunnel or of a reverse listener takes Steno for the server.
     */
    @Test
    void anHttp10ClientKeepsItsConnectionToAServerAndNotToAProxy() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.counting());
        String request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\nHost: x\r\n\r\n";
        RawClient tunnel = client().connect(origin.authority());

        HttpAnswer first = tunnel.send(request).response();
        assertThat(first.field("Connection")).isEqualTo("keep-alive");
        assertThat(tunnel.send(request).response().text()).isEqualTo("2");

        RawClient client = client();
        HttpAnswer closing = client.send(request.replace(" / ", " http://" + origin.authority() + "/ "))
                .response();
        assertThat(closing.field("Connection")).isEqualTo("close");
        assertThat(client.isClosedByProxy()).isTrue();
    }

    @Test
    void aServerThatClosesAfterEachResponseGetsANewConnection() throws Exception {
        AtomicInteger count = new AtomicInteger();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send(
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n" + count.incrementAndGet());
        });
        RawClient client = client();

        HttpAnswer first = client.send(get(origin, "/1")).response();
        HttpAnswer second = client.send(get(origin, "/2")).response();

        assertThat(first.field("Connection")).isNull();
        assertThat(first.text() + second.text()).isEqualTo("12");
        assertThat(origin.connections()).hasSize(2);
    }

    @Test
    void anIdleConnectionThatTheServerClosedIsNotReused() throws Exception {
        AtomicInteger count = new AtomicInteger();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + count.incrementAndGet());
            connection.shutOutput();
            connection.awaitEnd(); // the proxy has seen the end
        });
        RawClient client = client();

        String first = client.send(get(origin, "/1")).response().text();
        Awaitility.await().until(() -> origin.connections().get(0).socket().isClosed());
        String second =
                client.send(get(origin, "/2").replace("GET", "POST")).response().text();

        assertThat(first + second).isEqualTo("12");
    }

    /**
     * Serves one request for each connection and resets the connection at the second request, like a server that closes
     * an idle connection at that moment.
     */
    private static ScriptedOrigin.Script closingWhenAskedAgain(AtomicInteger served) {
        return connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + served.incrementAndGet());
            connection.in().read();
            connection.reset();
        };
    }

    @Test
    void aGetOnAStaleConnectionIsRetriedOnce() throws Exception {
        ScriptedOrigin origin = origin(closingWhenAskedAgain(new AtomicInteger()));
        RawClient client = client();

        assertThat(client.send(get(origin, "/1")).response().text()).isEqualTo("1");
        assertThat(client.send(get(origin, "/2")).response().text()).isEqualTo("2");

        assertThat(origin.connections()).hasSize(2);
        assertThat(proxy.ended(2)).allSatisfy(flow -> {
            assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(flow.error()).isNull();
        });
    }

    @Test
    void aGetIsNotRetriedTwice() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            if (connections.incrementAndGet() == 1) {
                connection.send(OK);
                connection.in().read();
            }
            connection.reset();
        });
        RawClient client = client();

        assertThat(client.send(get(origin, "/1")).response().status()).isEqualTo(200);
        assertThat(client.send(get(origin, "/2")).response().status()).isEqualTo(502);

        assertThat(origin.connections()).hasSize(2);
        assertThat(proxy.ended(2).get(1).error().step()).isEqualTo(FlowError.Step.RESPONSE);
    }

    /**
     * Answers one request for each connection, and answers further data with 408, as servers do on idle connections.
     */
    private static ScriptedOrigin.Script timingOut(AtomicInteger served) {
        return connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + served.incrementAndGet());
            if (connection.readRequest() != null) {
                connection.send("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 4\r\n\r\nlate");
            }
        };
    }

    @Test
    void a408ForAnIdleConnectionIsNotTheResponseToARequestInFlight() throws Exception {
        ScriptedOrigin origin = origin(timingOut(new AtomicInteger()));
        RawClient client = client();

        assertThat(client.send(get(origin, "/1")).response().text()).isEqualTo("1");
        assertThat(client.send(get(origin, "/2")).response().text()).isEqualTo("2");
        HttpAnswer post = client.send(Requests.post("http://" + origin.authority() + "/3", "abc", "Content-Length: 3"))
                .response();

        assertThat(post.status())
                .as("requests that the server may have processed")
                .isEqualTo(408);
        assertThat(proxy.ended(3)).allSatisfy(flow -> assertThat(flow.error()).isNull());
    }

    @Test
    void a408OnAFreshConnectionIsTheResponse() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(
                "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 4\r\n\r\nlate"));

        assertThat(client().send(get(origin, "/")).response().status()).isEqualTo(408);
    }

    @Test
    void aPutOnAStaleConnectionIsRetriedOnceWithItsBody() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        CopyOnWriteArrayList<String> bodies = new CopyOnWriteArrayList<>();
        ScriptedOrigin origin = origin(connection -> {
            boolean first = connections.incrementAndGet() == 1;
            for (HttpAnswer request = connection.readWholeRequest(); ; request = connection.readWholeRequest()) {
                bodies.add(request.text());
                if (first && bodies.size() == 2) {
                    connection.reset();
                    return;
                }
                connection.send(OK);
            }
        });
        RawClient client = client();
        String put = "PUT http://" + origin.authority() + "/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n";

        assertThat(client.send(put + "abc").response().text()).isEqualTo("ok");
        assertThat(client.send(put + "def").response().text()).isEqualTo("ok");

        assertThat(bodies).containsExactly("abc", "def", "def");
        assertThat(proxy.ended(2)).allSatisfy(flow -> {
            assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(((HttpFlow) flow).request().body().trueSize()).isEqualTo(3);
        });
    }

    @Test
    void aSilentServerDoesNotCountAsAStaleConnection() throws Exception {
        inTime(Duration.ofMillis(700), limit -> {
            restartWith(settings -> withIdle(settings, limit));
            ScriptedOrigin origin = origin(connection -> {
                connection.readRequest();
                connection.send(OK);
                connection.awaitEnd();
            });
            RawClient client = client();

            assertThat(client.send(get(origin, "/1")).response().status()).isEqualTo(200);
            assertThat(client.send(get(origin, "/2")).response().status()).isEqualTo(504);

            assertThat(origin.connections()).hasSize(1);
        });
    }

    /**
     * Windows authentication (NTLM, Negotiate) authenticates a connection: all steps of the handshake and all later
     * requests must use the same one.
     */
    @ParameterizedTest
    @ValueSource(strings = {"NTLM", "Negotiate"})
    void anAuthenticatedConnectionIsUsedForTheClientsLaterRequests(String scheme) throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            String[] answers = {
                "401 Unauthorized\r\nWWW-Authenticate: " + scheme,
                "401 Unauthorized\r\nWWW-Authenticate: " + scheme + " Y2hhbGxlbmdl",
                "200 OK\r\nPersistent-Auth: true",
                "200 OK"
            };
            for (String answer : answers) {
                if (connection.readRequest() == null) {
                    return;
                }
                connection.send("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n");
            }
        });
        RawClient client = client();
        String request = "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n";

        HttpAnswer first = client.send(request + "\r\nab").response();
        HttpAnswer second = client.send(request + "Authorization: " + scheme + " bmVnb3RpYXRl\r\n\r\nab")
                .response();
        client().send(get(origin, "/")).response(); // the other client's request, on a separate connection
        HttpAnswer third = client.send(request + "Authorization: " + scheme + " YXV0aA==\r\n\r\nab")
                .response();
        HttpAnswer fourth = client.send(request + "\r\nab").response();

        assertThat(first.status()).isEqualTo(401);
        assertThat(second.field("WWW-Authenticate")).isEqualTo(scheme + " Y2hhbGxlbmdl");
        assertThat(third.status()).isEqualTo(200);
        assertThat(third.field("Persistent-Auth")).isEqualTo("true");
        assertThat(fourth.status()).isEqualTo(200);
        assertThat(origin.connections()).hasSize(2);
    }

    @Test
    void aPostOnAStaleConnectionIsNotRetried() throws Exception {
        ScriptedOrigin origin = origin(closingWhenAskedAgain(new AtomicInteger()));
        RawClient client = client();

        assertThat(client.send(get(origin, "/1")).response().text()).isEqualTo("1");
        HttpAnswer answer = client.send(
                        Requests.post("http://" + origin.authority() + "/2", "abc", "Content-Length: 3"))
                .response();

        assertThat(answer.status()).isEqualTo(502);
        assertThat(origin.connections()).hasSize(1);
        assertThat(proxy.ended(2).get(1).state()).isEqualTo(FlowState.FAILED);
    }

    @Test
    void unsolicitedDataOfAServerClosesItsConnectionAndIsNotForwarded() throws Exception {
        AtomicInteger count = new AtomicInteger();
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + count.incrementAndGet()
                        + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            }
        });
        RawClient client = client();

        assertThat(client.send(get(origin, "/1")).response().text()).isEqualTo("1");
        Awaitility.await().until(() -> origin.connections().get(0).socket().isClosed());
        assertThat(client.send(get(origin, "/2")).response().text()).isEqualTo("2");
        assertThat(client.wire().received()).doesNotContain("evil");
    }

    @Test
    void aSecondResponseDuringALongRequestIsNotForwarded() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send(OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            connection.awaitEnd();
        });
        RawClient client =
                client().send(Requests.post("http://" + origin.authority() + "/", "ab", "Content-Length: 5"));

        assertThat(client.response().text()).isEqualTo("ok");
        client.send("cde");
        assertThat(client.wire().readToEnd()).doesNotContain("evil");
    }

    @Test
    void aClientThatStaysSilentIsClosed() throws Exception {
        inTime(Duration.ofMillis(200), limit -> {
            restartWith(settings -> withIdle(settings, limit));
            ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
            RawClient client = client();
            client.send(get(origin, "/")).response();

            assertThat(client.isClosedByProxy()).isTrue();
            assertThat(proxy.flows()).hasSize(1);
            assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
        });
    }
}
