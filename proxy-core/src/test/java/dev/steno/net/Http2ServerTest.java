package dev.steno.net;

import static dev.steno.testing.http2.FrameClient.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FramesProxyTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Requests forwarded to HTTP/2 servers: what the server gets, what the client gets, what is recorded. */
class Http2ServerTest extends FramesProxyTest {
    @Test
    void aRequestAndItsResponseAreForwardedUnchanged() throws Exception {
        List<FrameServer.Request> requests = new CopyOnWriteArrayList<>();
        ScriptedOrigin origin = server(server -> {
            FrameServer.Request request = server.request();
            requests.add(request);
            server.headers(request.stream(), false, ":status", "103", "link", "</x>")
                    .headers(request.stream(), false, ":status", "200", "x-a", "\u00e4", "x-a", "2")
                    .data(request.stream(), false, latin1("hello"))
                    .headers(request.stream(), true, "x-t", "1");
            server.drain();
        });

        FrameClient.Answer answer = client(origin)
                .headers(
                        1,
                        true,
                        list(":path=/a?b | :scheme=https | :method=GET | :authority=" + authority(origin)
                                + " | cookie=a=1 | te=trailers | cookie=b=2"))
                .answer(1);

        assertThat(answer.head()).containsEntry("link", "</x>").containsEntry("x-a", "\u00e4|2");
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.trailers()).containsEntry("x-t", "1");
        assertThat(requests.get(0).fields())
                .containsExactly(
                        ":path: /a?b",
                        ":scheme: https",
                        ":method: GET",
                        ":authority: " + authority(origin),
                        "cookie: a=1",
                        "cookie: b=2",
                        "te: trailers");
        assertThat(requests.get(0).ends()).isTrue();
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.server().tls().alpn()).isEqualTo("h2");
        assertThat(flow.response().version()).isEqualTo("HTTP/2.0");
        assertThat(flow.response().headers().toString()).isEqualTo(":status: 200\r\nx-a: \u00e4\r\nx-a: 2\r\n");
        assertThat(flow.response().trailers().toString()).isEqualTo("x-t: 1\r\n");
    }

    @Test
    void aBodyAndItsTrailersAreForwardedAsTheyArrive() throws Exception {
        List<Object> got = new CopyOnWriteArrayList<>();
        ScriptedOrigin origin = server(server -> {
            FrameServer.Request request = server.request();
            got.add(request.ends());
            got.add(new String(server.await(FrameClient.DATA).payload()));
            server.headers(request.stream(), false, ":status", "200");
            server.data(request.stream(), false, latin1("one"));
            got.add(new String(server.await(FrameClient.DATA).payload()));
            FrameClient.Frame trailers = server.await(FrameClient.HEADERS);
            got.addAll(server.fields(trailers));
            got.add(trailers.endsStream());
            server.data(request.stream(), true, latin1("two"));
            server.drain();
        });

        FrameClient client = client(origin).request(1, false, "POST", "https://" + authority(origin) + "/");
        client.data(1, false, latin1("ping"));
        client.await(FrameClient.HEADERS, 1);
        assertThat(client.await(FrameClient.DATA, 1).payload()).isEqualTo(latin1("one"));
        client.data(1, false, latin1("pong")).headers(1, true, "x-u", "2");

        FrameClient.Frame last = client.await(FrameClient.DATA, 1);
        assertThat(last.payload()).isEqualTo(latin1("two"));
        assertThat(last.endsStream()).isTrue();
        assertThat(got).containsExactly(false, "ping", "pong", "x-u: 2", true);
        assertThat(proxy.http().request().trailers().get("x-u")).isEqualTo("2");
    }

    @Test
    void concurrentStreamsOfAClientShareOneConnectionAndEndInAnyOrder() throws Exception {
        int count = 40;
        ScriptedOrigin origin = server(server -> {
            List<Integer> streams = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                streams.add(server.request().stream());
            }
            for (int i = count - 1; i >= 0; i--) {
                server.ok(streams.get(i));
            }
            server.drain();
        });

        FrameClient client = client(origin);
        for (int i = 0; i < count; i++) {
            client.headers(2 * i + 1, true, FrameClient.fields("GET", "https://" + authority(origin) + "/" + i));
        }

        assertThat(client.answer(1).body()).isEqualTo("ok"); // the last that was answered
        assertThat(proxy.ended(count))
                .allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.COMPLETE));
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void streamsBeyondTheServersLimitUseFurtherConnections() throws Exception {
        List<Integer> most = new CopyOnWriteArrayList<>();
        AtomicBoolean warm = new AtomicBoolean();
        Phaser full = new Phaser(2); // an answer before would free a stream of its connection
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(FrameServer.setting(3, 2), server -> {
                    int first = server.request().stream();
                    if (!warm.getAndSet(true)) { // so that its SETTINGS arrive before the other requests
                        first = server.ok(first).request().stream();
                    }
                    int second = server.request().stream();
                    most.add(second);
                    full.arriveAndAwaitAdvance();
                    server.ok(first).ok(second);
                    server.drain();
                }),
                "h2");
        FrameClient client = client(origin);

        assertThat(send(client, 1, "GET", origin).answer(1).body()).isEqualTo("ok");
        for (int stream = 3; stream <= 9; stream += 2) {
            send(client, stream, "GET", origin);
        }

        assertThat(proxy.ended(5)).allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.COMPLETE));
        assertThat(origin.connections()).hasSize(2);
        assertThat(most).as("the second streams of their connections").hasSize(2);
    }

    @Test
    void anHttp2ClientReachesAServerThatChoosesHttp1() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "http/1.1");

        FrameClient client = FrameClient.over(tlsClient(origin, "h2", "http/1.1"));
        client.request(1, true, "GET", "https://" + authority(origin) + "/");

        assertThat(client.answer(1).body()).isEqualTo("ok");
        assertThat(origin.received()).startsWith("GET / HTTP/1.1\r\n");
    }

    @Test
    void theServerOfAClientThatOffersOnlyHttp1IsReachedInHttp1() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "h2", "http/1.1");

        HttpAnswer answer = tlsClient(origin, "http/1.1")
                .send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .response();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(proxy.http().server().tls().alpn()).isEqualTo("http/1.1");
    }

    @Test
    void http2InATunnelWithoutTlsReachesAnHttp2Server() throws Exception {
        ScriptedOrigin origin = origin(FrameServer.script(server -> {
            server.ok(server.request().stream());
            server.drain();
        }));

        FrameClient client = FrameClient.over(client().connect(origin.authority()));

        assertThat(client.get(1, origin.authority(), "/").answer(1).body()).isEqualTo("ok");
        assertThat(proxy.http().response().version()).isEqualTo("HTTP/2.0");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void anHttp2ServerThatSpeaksFirstInATunnelWithoutTlsIsServed() throws Exception {
        CountDownLatch spoke = new CountDownLatch(1);
        ScriptedOrigin origin = origin(connection -> {
            connection.send(FrameClient.frame(FrameClient.SETTINGS, 0, 0));
            spoke.countDown();
            FrameServer.script(server -> {
                        server.ok(server.request().stream());
                        server.drain();
                    })
                    .run(connection);
        });

        RawClient tunnel = client().connect(origin.authority());
        assertThat(spoke.await(180, TimeUnit.SECONDS)).isTrue();
        FrameClient client = FrameClient.over(tunnel);

        assertThat(client.get(1, origin.authority(), "/").answer(1).body()).isEqualTo("ok");
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aResponseToHeadKeepsItsLengthAndHasNoBody() throws Exception {
        ScriptedOrigin origin = server(server -> {
            server.headers(server.request().stream(), true, ":status", "200", "content-length", "5");
            server.drain();
        });

        FrameClient client = client(origin);
        client.request(1, true, "HEAD", "https://" + authority(origin) + "/");
        FrameClient.Answer answer = client.answer(1);

        assertThat(answer.head()).containsEntry("content-length", "5");
        assertThat(answer.body()).isEmpty();
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }
}
