package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.net.channel.Draining;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http3.Flupke;
import dev.steno.testing.http3.Http3Caller;
import dev.steno.testing.proxy.ModeTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/3 clients of a reverse listener: curl, and a scripted client. */
class Http3ClientTest extends ModeTest {
    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + proxy.port() + path));
    }

    private Flupke flupke() throws Exception {
        return closing(new Flupke(proxy.authority().certificate()));
    }

    private Http3Caller caller() throws Exception {
        return closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 20));
    }

    private ScriptedOrigin before(ScriptedOrigin.Script script) throws Exception {
        ScriptedOrigin origin = tlsOrigin(script);
        listen("reverse:http3://localhost:" + origin.port());
        return origin;
    }

    @Test
    void aRequestReachesTheServerAndItsFactsAreRecorded() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        listen("reverse:http3://localhost:" + origin.port() + "/base");

        HttpResponse<String> response = flupke().send(to("/a?b=c").build(), HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("ok");
        assertThat(origin.received())
                .startsWith("GET /base/a?b=c HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nhost: localhost:" + origin.port() + "\r\n")
                .doesNotContainIgnoringCase("transfer-encoding");
        HttpFlow flow = proxy.http();
        assertThat(flow.error()).isNull();
        assertThat(flow.request().version()).isEqualTo("HTTP/3");
        assertThat(flow.client().tls().version()).isEqualTo("TLSv1.3");
        assertThat(flow.client().tls().alpn()).isEqualTo("h3");
        assertThat(flow.client().tls().sni()).isEqualTo("localhost");
        assertThat(flow.client().tls().cipher()).startsWith("TLS_");
        assertThat(flow.client().address().host()).isEqualTo("127.0.0.1");
    }

    /** Chromium resolves {@code localhost} to {@code ::1} first, and over QUIC tries no other address. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void localhostIsServedAtBothAddressesOfLoopback(String address) throws Exception {
        assumeThat(NetworkInterface.getByInetAddress(InetAddress.getByName(address)))
                .isNotNull();
        before(ScriptedOrigin.answering(OK));
        Http3Caller caller = closing(new Http3Caller(
                new InetSocketAddress(address, proxy.port()),
                proxy.authority().certificate(),
                1 << 20,
                Duration.ofSeconds(60)));

        Http3Caller.Stream stream = caller.open().request("GET", "/").end();

        await().until(stream::hasEnded);
        assertThat(stream.text()).isEqualTo("ok");
        assertThat(proxy.http().client().address().host())
                .isEqualTo(InetAddress.getByName(address).getHostAddress());
    }

    @Test
    void streamsOfOneConnectionAreServedConcurrently() throws Exception {
        CountDownLatch all = new CountDownLatch(30);
        before(connection -> {
            for (String head = connection.readRequest(); head != null; head = connection.readRequest()) {
                all.countDown();
                try {
                    assertThat(all.await(180, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new java.io.IOException(e);
                }
                String path = head.split(" ")[1];
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
            }
        });
        Flupke client = flupke();
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 30)
                .mapToObj(i -> client.sendAsync(to("/" + i).build(), HttpResponse.BodyHandlers.ofString()))
                .toList();

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get(180, TimeUnit.SECONDS).body()).isEqualTo("/" + i);
        }
    }

    @Test
    void largeBodiesPassCompletelyInBothDirectionsAndAreRecorded() throws Exception {
        byte[] up = noise(5_000_000);
        byte[] down = noise(6_000_000);
        List<HttpAnswer> requests = new ArrayList<>();
        before(connection -> {
            requests.add(connection.readWholeRequest());
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + down.length + "\r\n\r\n");
            connection.send(down);
            connection.awaitEnd();
        });

        HttpResponse<byte[]> response = flupke().send(
                        to("/").POST(HttpRequest.BodyPublishers.ofByteArray(up)).build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(Arrays.equals(response.body(), down)).isTrue();
        assertThat(Arrays.equals(requests.get(0).body(), up)).isTrue();
        HttpFlow flow = proxy.http();
        assertThat(Arrays.equals(proxy.bytes(flow.request().body()), up)).isTrue();
        assertThat(Arrays.equals(proxy.bytes(flow.response().body()), down)).isTrue();
    }

    @Test
    void interimResponsesAndTrailersPass() throws Exception {
        ScriptedOrigin origin = before(connection -> {
            connection.readWholeRequest();
            connection.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: \u00e4\r\n\r\n"
                    + "2\r\nok\r\n0\r\nX-T: 1\r\n\r\n");
            connection.awaitEnd();
        });

        Http3Caller.Stream stream = caller().open()
                .request("POST", "/", "x-b", "\u00e4")
                .data(latin1("body"))
                .headers("x-c", "2")
                .end();

        await().until(stream::hasEnded);
        assertThat(stream.heads()).hasSize(3);
        assertThat(stream.heads().get(0)).isEqualTo(":status: 103\nlink: </x>\n");
        assertThat(stream.heads().get(1)).startsWith(":status: 200\n").contains("x-a: \u00e4\n");
        assertThat(stream.heads().get(2)).isEqualTo("x-t: 1\n");
        assertThat(stream.text()).isEqualTo("ok");
        assertThat(origin.received()).contains("x-b: \u00e4\r\n", "4\r\nbody\r\n0\r\nx-c: 2\r\n");
        HttpFlow flow = proxy.http();
        assertThat(flow.request().trailers().get("x-c")).isEqualTo("2");
        assertThat(flow.response().trailers().get("X-T")).isEqualTo("1");
    }

    @Test
    void partOfAResponseIsForwardedBeforeTheRestArrives() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        before(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
            try {
                assertThat(seen.await(180, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new java.io.IOException(e);
            }
            connection.send("data: 2\n\n");
        });

        Http3Caller.Stream stream = caller().open().request("GET", "/").end();

        await().until(() -> stream.text().equals("data: 1\n\n"));
        seen.countDown();
        await().until(stream::hasEnded);
        assertThat(stream.text()).isEqualTo("data: 1\n\ndata: 2\n\n");
    }

    @Test
    void aServerThatFailsWithinTheBodyCausesAResetOfTheStream() throws Exception {
        before(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome");
        });
        Http3Caller caller = caller();

        Http3Caller.Stream stream = caller.open().request("GET", "/").end();

        await().until(() -> stream.resetCode() >= 0);
        assertThat(stream.resetCode()).isEqualTo(0x102); // H3_INTERNAL_ERROR
        assertThat(stream.hasEnded()).isFalse();
        assertThat(caller.isOpen()).isTrue();
        HttpFlow flow = proxy.http();
        assertThat(flow.error().step()).isEqualTo(FlowError.Step.RESPONSE);
        assertThat(proxy.bytes(flow.response().body())).isEqualTo(latin1("some"));
    }

    @Test
    void aRequestThatItsClientResetsIsRecordedWithTheReceivedData() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        before(connection -> {
            connection.readHead();
            connection.awaitEnd();
            gone.countDown();
        });
        Http3Caller.Stream stream = caller().open().request("POST", "/").data(latin1("some"));
        await().until(() ->
                !proxy.flows().isEmpty() && ((HttpFlow) proxy.flows().get(0)).server() != null);

        stream.reset(0x10c);

        HttpFlow flow = proxy.http();
        assertThat(flow.error().message()).contains("reset the stream (H3_REQUEST_CANCELLED)");
        assertThat(proxy.bytes(flow.request().body())).isEqualTo(latin1("some"));
        assertThat(gone.await(180, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClientThatDisconnectsWithinTheResponseClosesItsUpstreamConnection() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        before(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome");
            connection.awaitEnd();
            gone.countDown();
        });
        Http3Caller caller = caller();
        Http3Caller.Stream stream = caller.open().request("GET", "/").end();
        await().until(() -> stream.text().equals("some"));

        caller.leave();

        assertThat(proxy.http().error().message()).contains("the client closed the connection");
        assertThat(gone.await(180, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRequestThatIsInProgressWhenTheProxyStopsIsNotPutOnTheClient() throws Exception {
        before(connection -> {
            connection.readRequest();
            connection.awaitEnd();
        });
        caller().open().request("GET", "/").end();
        await().until(() -> !proxy.flows().isEmpty());

        proxy.server().stop(Duration.ZERO);

        assertThat(proxy.http().error().message()).isEqualTo(Draining.CUT_OFF);
    }

    @Test
    void aClientThatStopsTheResponseEndsTheExchangeAtTheNextData() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        before(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\nsome");
            try {
                assertThat(stopped.await(180, TimeUnit.SECONDS)).isTrue();
                for (int i = 0; i < 1000; i++) {
                    connection.send(noise(100_000));
                }
            } catch (InterruptedException e) {
                throw new java.io.IOException(e);
            }
        });
        Http3Caller.Stream stream = caller().open().request("GET", "/").end();
        await().until(() -> stream.text().equals("some"));

        stream.reset(0x10c);
        stopped.countDown();

        assertThat(proxy.http().error().message()).contains("the client stopped the response before its end");
    }

    @Test
    void aClientThatDoesNotReadAResponsePausesTheServer() throws Exception {
        int size = 64 << 20;
        AtomicLong sent = new AtomicLong();
        before(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            for (int i = 0; i < 64; i++) {
                connection.send(new byte[1 << 20]);
                sent.set(i + 1);
            }
        });
        Http3Caller caller =
                closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 16));
        Http3Caller.Stream stream = caller.open();
        stream.read(false);
        stream.request("GET", "/").end();
        await().until(() -> proxy.flows().stream().anyMatch(flow -> ((HttpFlow) flow).response() != null));

        long held = BackPressureTest.settled(sent::get);
        assertThat(held).isLessThan(32);

        stream.read(true);
        await().until(stream::hasEnded);
        assertThat(stream.body()).hasSize(size);
    }

    @Test
    void aMalformedRequestIsResetRecordedAndNotForwarded() throws Exception {
        ScriptedOrigin origin = before(ScriptedOrigin.answering(OK));
        Http3Caller caller = caller();
        String[][] heads = {
            {":method", "GET", ":scheme", "https", ":path", "/"}, // no authority
            {":method", "GET", ":scheme", "https", ":authority", "a"}, // no path
            {":method", "GET", ":scheme", "https", ":authority", "a", ":path", "x"},
            {":method", "GET", ":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/"},
            {":method", "GET", ":scheme", "https", ":authority", "a", "x-a", "1", ":path", "/"},
            {":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/", ":status", "200"},
            {":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/", "X-Upper", "1"},
            {":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/", "connection", "close"},
            {":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/", "transfer-encoding", "chunked"},
            {":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/", "te", "gzip"},
            {":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/ x"},
            {":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/", "x-a", "1\r\nx-b: 2"},
            {":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/", "content-length", "x"},
            {":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/", "content-length", "3"},
            {":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/", "host", "b"},
        };
        for (String[] head : heads) {
            Http3Caller.Stream stream = caller.openRaw().rawHeaders(head).end();
            await().alias(Arrays.toString(head)).until(() -> stream.resetCode() >= 0);
            assertThat(stream.resetCode()).as(Arrays.toString(head)).isEqualTo(0x10e); // H3_MESSAGE_ERROR
        }

        assertThat(proxy.ended(heads.length)).hasSize(heads.length).allSatisfy(flow -> {
            assertThat(flow.error().step()).isEqualTo(FlowError.Step.REQUEST);
            assertThat(flow.error().message()).contains("malformed");
        });
        assertThat(caller.isOpen()).isTrue();
        assertThat(origin.sawAnything()).isFalse();
        Http3Caller.Stream good = caller.open().request("GET", "/").end();
        await().until(good::hasEnded);
        assertThat(good.text()).isEqualTo("ok");
    }

    @Test
    void aRequestThatEndsWithinAFrameIsIncomplete() throws Exception {
        ScriptedOrigin origin = before(connection -> {
            connection.readHead();
            connection.awaitEnd();
        });
        Http3Caller caller = caller();
        Http3Caller.Stream stream = caller.openRaw()
                .rawHeaders(":method", "POST", ":scheme", "https", ":authority", "a", ":path", "/")
                .raw(new byte[] {0, 0x40, 100, 'c', 'u', 't'});
        await().until(() -> !origin.connections().isEmpty() && origin.received().contains("cut"));

        stream.end();

        await().until(() -> caller.closedWith() >= 0);
        assertThat(caller.closedWith()).isEqualTo(0x106); // H3_FRAME_ERROR
        HttpFlow flow = proxy.http();
        assertThat(flow.error().message()).contains("the stream ends within a frame");
        assertThat(proxy.bytes(flow.request().body())).isEqualTo(latin1("cut"));
    }

    @Test
    void aClientThatOffersAnotherProtocolIsRecorded() throws Exception {
        before(ScriptedOrigin.answering(OK));

        // the library does not notice that the proxy refuses, and waits for its timeout
        assertThatThrownBy(() -> closing(new Http3Caller(
                        new InetSocketAddress("127.0.0.1", proxy.port()),
                        proxy.authority().certificate(),
                        1 << 20,
                        Duration.ofSeconds(5),
                        "hq-interop")))
                .isInstanceOf(Exception.class);

        assertThat(proxy.tcp().error().step()).isEqualTo(FlowError.Step.CLIENT_TLS);
        assertThat(proxy.tcp().error().message()).contains("TLS handshake with the client failed");
    }

    @Test
    void aClientThatDoesNotTrustTheCaIsRecorded(@TempDir Path other) throws Exception {
        before(ScriptedOrigin.answering(OK));
        Flupke distrusting = closing(
                new Flupke(dev.steno.certs.CertificateAuthority.open(other).certificate()));

        assertThatThrownBy(() -> distrusting.send(to("/").build(), HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(java.io.IOException.class);

        assertThat(proxy.tcp().error().step()).isEqualTo(FlowError.Step.CLIENT_TLS);
        assertThat(proxy.tcp().error().message()).contains("does not trust Steno's CA");
    }

    @Test
    void aProxyThatStopsSendsGoawayAndWaitsForTheExchangeInFlight() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        before(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nso");
            try {
                assertThat(end.await(180, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new java.io.IOException(e);
            }
            connection.send("me");
            connection.awaitEnd();
        });
        Http3Caller caller = caller();
        Http3Caller.Stream stream = caller.open().request("GET", "/").end();
        await().until(() -> stream.text().equals("so"));

        CompletableFuture<Void> stopping =
                CompletableFuture.runAsync(() -> proxy.server().stop(Duration.ofSeconds(60)));
        await().until(() -> caller.goAway() >= 0);
        assertThat(caller.goAway()).isEqualTo(4);
        end.countDown();
        await().until(stream::hasEnded);

        stopping.get(180, TimeUnit.SECONDS);
        assertThat(stream.text()).isEqualTo("some");
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }
}
