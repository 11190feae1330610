package dev.steno.net.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.End;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.local.LocalClient;
import dev.steno.local.LocalExchange;
import dev.steno.local.LocalRequest;
import dev.steno.net.auth.ProxyAuth;
import dev.steno.net.mode.Credentials;
import dev.steno.net.mode.Listener;
import dev.steno.source.BodySources;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.RunningProxy;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Requests that Steno sends itself take the way of a client's, without a client's socket. */
class LocalClientTest extends LocalSending {
    @Test
    void itsRequestIsAFlowThatNamesItsSource() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        LocalExchange exchange = local().send(new LocalRequest(get(origin), NOTES));
        HttpFlow flow = ended(exchange);

        assertThat(exchange.began().toCompletableFuture().join()).isEqualTo(flow.id());
        assertThat(proxy.http()).isEqualTo(flow);
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.notes().replay()).isEqualTo(Notes.Replay.REQUEST);
        assertThat(flow.notes().replayOf()).hasValue(12);
        assertThat(flow.client().address().host()).isEqualTo(Peer.REPLAY);
        assertThat(flow.client().local()).isNull();
        assertThat(flow.request().started()).isGreaterThan(2);
        assertThat(flow.response().status()).isEqualTo(200);
        assertThat(proxy.bytes(flow.response().body())).isEqualTo(latin1("ok"));
        assertThat(origin.received()).isEqualTo("GET /path?q=1 HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n");
        assertThat(proxy.server().connections()).isZero();
    }

    @Test
    void fieldsOfTheOldConnectionAreNotSentAndTheLengthFollowsTheBody() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        send(request(
                "HTTP/1.1",
                "POST",
                "http",
                origin.port(),
                inline("abcde"),
                "Host",
                origin.authority(),
                "Connection",
                "keep-alive, X-Once",
                "X-Once",
                "1",
                "Proxy-Authorization",
                "(withheld)",
                "Expect",
                "100-continue",
                "Upgrade",
                "foo",
                "Content-Encoding",
                "gzip",
                "Content-Length",
                "77"));

        assertThat(origin.received())
                .isEqualTo("POST /path?q=1 HTTP/1.1\r\nHost: " + origin.authority()
                        + "\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nabcde");
    }

    @Test
    void aBodyThatWasChunkedStaysChunkedAndKeepsItsTrailers() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        HttpRequest chunked = request(
                        "HTTP/1.1",
                        "POST",
                        "http",
                        origin.port(),
                        inline("abcde"),
                        "Host",
                        origin.authority(),
                        "Transfer-Encoding",
                        "chunked")
                .withTrailers(Headers.of("X-Sum", "9"));

        HttpFlow flow = send(chunked);

        assertThat(origin.received())
                .contains("Transfer-Encoding: chunked")
                .endsWith("5\r\nabcde\r\n0\r\nX-Sum: 9\r\n\r\n");
        assertThat(flow.request().trailers()).isEqualTo(Headers.of("X-Sum", "9"));
    }

    @Test
    void aLargeBodyIsReadWhileItIsSent() throws Exception {
        byte[] sent = noise(5 << 20);
        AtomicInteger most = new AtomicInteger();
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        BodySource source = BodySources.stream(sent.length, () -> new ByteArrayInputStream(sent) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                most.accumulateAndGet(length, Math::max);
                return super.read(to, offset, length);
            }
        });

        HttpFlow flow = send(request(
                "HTTP/1.1",
                "PUT",
                "http",
                origin.port(),
                new Body.Source(source),
                "Host",
                origin.authority(),
                "Content-Length",
                "1"));

        assertThat(flow.error()).isNull();
        assertThat(flow.request().body().trueSize()).isEqualTo(sent.length);
        assertThat(proxy.bytes(flow.request().body())).isEqualTo(sent);
        assertThat(most).hasValueLessThan(1 << 20);
        byte[] received = origin.receivedBytes();
        assertThat(received).endsWith(java.util.Arrays.copyOfRange(sent, sent.length - 1000, sent.length));
    }

    @Test
    void aBodyThatCannotBeReadFailsTheFlow() throws Exception {
        ScriptedOrigin origin = origin(connection -> ScriptedOrigin.drain(connection.in()));
        BodySource source = BodySources.stream(100, () -> InputStream.nullInputStream());

        HttpFlow flow = send(
                request("HTTP/1.1", "PUT", "http", origin.port(), new Body.Source(source), "Host", origin.authority()));

        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().message()).isEqualTo("the body of the request ended after 0 of 100 bytes");
    }

    @Test
    void aTlsServerIsSentTheRequestInHttp1() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "h2", "http/1.1");

        HttpFlow flow = send(request("HTTP/1.1", "GET", "https", origin.port(), Body.NONE, "Host", "localhost"));

        assertThat(flow.response().status()).isEqualTo(200);
        assertThat(flow.server().tls().alpn()).isEqualTo("http/1.1");
        assertThat(origin.received()).startsWith("GET /path?q=1 HTTP/1.1\r\n");
    }

    private ScriptedOrigin http2(FrameServer.Script script) throws Exception {
        return tlsOrigin(FrameServer.script(script), "h2");
    }

    private static HttpRequest http2(ScriptedOrigin origin, Body body) {
        return request(
                "HTTP/2.0",
                body == Body.NONE ? "GET" : "POST",
                "https",
                origin.port(),
                body,
                ":method",
                "GET",
                ":authority",
                "localhost:" + origin.port(),
                ":scheme",
                "https",
                ":path",
                "/path?q=1",
                "accept",
                "*/*");
    }

    @Test
    void aRequestInHttp2IsSentInHttp2ByAServerThatChoosesIt() throws Exception {
        List<String> fields = new ArrayList<>();
        ScriptedOrigin origin = http2(server -> {
            FrameServer.Request got = server.request();
            fields.addAll(got.fields());
            server.headers(got.stream(), false, ":status", "200")
                    .data(got.stream(), false, latin1("ok"))
                    .headers(got.stream(), true, "x-sum", "2");
            server.drain();
        });

        HttpFlow flow = send(http2(origin, Body.NONE));

        assertThat(fields)
                .containsExactly(
                        ":method: GET",
                        ":authority: localhost:" + origin.port(),
                        ":scheme: https",
                        ":path: /path?q=1",
                        "accept: */*");
        assertThat(flow.request().version()).isEqualTo("HTTP/2.0");
        assertThat(flow.server().tls().alpn()).isEqualTo("h2");
        assertThat(flow.response().trailers()).isEqualTo(Headers.of("x-sum", "2"));
    }

    @Test
    void requestsInHttp2ShareAConnectionAndOutliveAGoAway() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        ScriptedOrigin origin = http2(server -> {
            int number = connections.incrementAndGet();
            for (int served = 0; ; served++) {
                int stream = server.request().stream();
                if (number == 1 && served == 2) {
                    server.goAway(stream - 2, 0); // this stream was not processed
                    server.drain();
                    return;
                }
                server.ok(stream);
            }
        });
        LocalClient client = local();

        for (int i = 0; i < 5; i++) {
            assertThat(ended(client.send(new LocalRequest(http2(origin, Body.NONE), NOTES)))
                            .error())
                    .isNull();
        }
        assertThat(connections).hasValue(2);
    }

    @Test
    void aResetIsRecordedAsOne() throws Exception {
        ScriptedOrigin origin = http2(server -> {
            server.reset(server.request().stream(), 8);
            server.drain();
        });

        HttpFlow flow = send(http2(origin, Body.NONE));

        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().message()).contains("reset the stream (CANCEL)");
        assertThat(flow.response()).isNull();
    }

    @Test
    void aBodyWithoutALengthEndsWithItsStreamInHttp2() throws Exception {
        CompletableFuture<byte[]> data = new CompletableFuture<>();
        ScriptedOrigin origin = http2(server -> {
            int stream = server.request().stream();
            FrameClient.Frame frame = server.await(FrameClient.DATA);
            data.complete(frame.payload());
            server.ok(stream).drain();
        });

        assertThat(send(http2(origin, inline("abc"))).error()).isNull();
        assertThat(data.get(60, TimeUnit.SECONDS)).isEqualTo(latin1("abc"));
    }

    @Test
    void aHandlerChangesTheRequestAndAnotherOneAnswers() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        restartWith(settings -> settings, registrar -> {
            registrar.on(
                    Hook.REQUEST_HEAD,
                    Phase.MODIFY,
                    (flow, context) -> flow.request().headers().contains("X-Stop")
                            ? new Verdict.Drop<>("stopped", new End.Page(403))
                            : new Verdict.Replace<>(flow.withRequest(flow.request()
                                    .withHeaders(flow.request().headers().set("X-Added", "1")))));
        });

        HttpFlow changed = send(get(origin));
        HttpFlow stopped = send(get(origin).withHeaders(Headers.of("Host", origin.authority(), "X-Stop", "1")));

        assertThat(origin.received()).contains("X-Added: 1\r\n");
        assertThat(changed.original()).isNotNull();
        assertThat(stopped.error().message()).isEqualTo("stopped");
        assertThat(origin.received()).doesNotContain("X-Stop");
    }

    @Test
    void itIsHeldUntilItIsResumed() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        proxy.options.set("intercept", "~q");

        LocalExchange exchange = local().send(new LocalRequest(get(origin), NOTES));
        long flow = exchange.began().toCompletableFuture().get(60, TimeUnit.SECONDS);
        await().until(() -> proxy.runtime().inFlight().held().contains(flow));
        assertThat(origin.sawAnything()).isFalse();
        proxy.runtime().inFlight().get(flow).resume("ann");

        assertThat(ended(exchange).response().status()).isEqualTo(200);
    }

    @Test
    void headAndInterimResponsesAndHttp10AreSentAgain() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK,
                OK));
        LocalClient client = local();

        HttpFlow head = ended(client.send(new LocalRequest(get(origin).withMethod("HEAD"), NOTES)));
        HttpFlow interim = ended(client.send(new LocalRequest(get(origin), NOTES)));
        HttpFlow old = ended(client.send(new LocalRequest(
                request("HTTP/1.0", "GET", "http", origin.port(), Body.NONE, "Connection", "close"), NOTES)));

        assertThat(head.response().headers().get("Content-Length")).isEqualTo("5000");
        assertThat(head.response().body()).isEqualTo(Body.NONE);
        assertThat(interim.interim()).hasSize(1);
        assertThat(interim.response().status()).isEqualTo(200);
        assertThat(old.request().version()).isEqualTo("HTTP/1.0");
        assertThat(old.error()).isNull();
        assertThat(origin.received())
                .startsWith("HEAD ")
                .endsWith("GET /path?q=1 HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n");
    }

    @Test
    void itIsSentThroughTheNextProxy() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RunningProxy next =
                another(settings -> in(settings, "regular").withAuth(ProxyAuth.only(new Credentials("ann", "pa55"))));
        listen("upstream:http://ann:pa55@127.0.0.1:" + next.port());

        HttpFlow flow = send(get(origin));

        assertThat(flow.error()).isNull();
        assertThat(flow.client().modeName()).isEqualTo("upstream");
        assertThat(urls(next, 1)).containsExactly("http://" + origin.authority() + "/path?q=1");
    }

    @Test
    void theCredentialsOfAReverseListenerAreSentAgain() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        Listener listener = new Listener(
                mode("reverse:http://" + origin.authority()).withCredentials(new Credentials("ann", "pa55")),
                new Endpoint("127.0.0.1", 0));
        restartWith(settings -> settings.withListeners(List.of(listener)));
        client().send("GET /a HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n")
                .response();
        HttpFlow recorded = proxy.http();
        assertThat(recorded.request().headers().contains("Authorization")).isFalse();

        LocalClient client =
                closing(proxy.server().localClients().open(recorded.client().mode()));
        ended(client.send(new LocalRequest(recorded.request(), NOTES)));

        assertThat(origin.connections())
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.received()).contains("Authorization: Basic YW5uOnBhNTU="));
    }

    /** Each in its turn, over one kept connection: what one leaves behind would add up. */
}
