package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.net.settings.TlsSettings;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http3.Flupke;
import dev.steno.testing.http3.Http3Caller;
import dev.steno.testing.proxy.ModeTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Limits on what HTTP/3 clients can make a listener do, and input from them that it ignores. */
class Http3LimitsTest extends ModeTest {
    private static final int PIECE = 64 * 1024;

    private Http3Caller caller() throws Exception {
        return closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 20));
    }

    private ScriptedOrigin before(ScriptedOrigin.Script script, Addon... addons) throws Exception {
        ScriptedOrigin origin = tlsOrigin(script);
        restartWith(defaults -> in(settings(defaults), "reverse:http3://localhost:" + origin.port()), addons);
        return origin;
    }

    private static void hold(CountDownLatch latch) throws IOException {
        try {
            assertThat(latch.await(180, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aServerThatDoesNotReadAnUploadPausesTheClient() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        before(connection -> {
            String head = connection.readHead();
            hold(read);
            assertThat(head).contains("ontent-length: " + 1000 * PIECE);
            connection.readExactly(1000 * PIECE);
            connection.send(OK);
            connection.awaitEnd();
        });
        Http3Caller.Stream stream = caller().open().request("POST", "/", "content-length", "" + 1000 * PIECE);
        AtomicLong sent = new AtomicLong();
        Thread sender = new Thread(() -> {
            for (int i = 0; i < 1000; i++) {
                await().until(stream::isWritable);
                stream.dataAndWait(new byte[PIECE]);
                sent.incrementAndGet();
            }
            stream.end();
        });
        sender.setDaemon(true);
        sender.start();

        assertThat(BackPressureTest.settled(sent::get)).isLessThan(600);

        read.countDown();
        await().until(stream::hasEnded);
        assertThat(stream.text()).isEqualTo("ok");
        assertThat(proxy.http().request().body().trueSize()).isEqualTo(1000L * PIECE);
    }

    @Test
    void aRequestThatIsAnsweredEarlyNeedNotBeSentCompletely() throws Exception {
        before(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
        });
        Http3Caller.Stream stream = caller().open().request("POST", "/").data(latin1("some"));

        await().until(stream::hasEnded);
        assertThat(stream.heads().get(0)).startsWith(":status: 413\n");
        assertThat(stream.text()).isEqualTo("no");
        assertThat(stream.resetCode()).isEqualTo(-1);
    }

    @Test
    void anOversizedHeadClosesTheConnectionAndIsRecorded() throws Exception {
        ScriptedOrigin origin = before(ScriptedOrigin.answering(OK));
        Http3Caller caller = caller();

        caller.open()
                .request("GET", "/", "x-a", "a".repeat(ProxySettings.MAX_HEADERS))
                .end();

        await().until(() -> caller.closedWith() >= 0);
        assertThat(caller.closedWith()).isEqualTo(0x107); // H3_EXCESSIVE_LOAD
        assertThat(proxy.http().error().message()).contains("malformed");
        assertThat(origin.sawAnything()).isFalse();
    }

    @Test
    void framesAndStreamsOfUnknownTypesAreIgnored() throws Exception {
        ScriptedOrigin origin = before(ScriptedOrigin.answering(OK));
        Http3Caller caller = caller();
        caller.openOneWay().raw(new byte[] {0x40, 0x40, 'x'});

        Http3Caller.Stream stream = caller.openRaw()
                .raw(new byte[] {0x21, 2, 'x', 'x'}) // a reserved type (RFC 9114, 7.2.8)
                .rawHeaders(":method", "POST", ":scheme", "https", ":authority", "a", ":path", "/")
                .raw(new byte[] {0x40, 0x77, 1, 'y', 0, 2, 'h', 'i', 0x21, 0})
                .end();

        await().until(() ->
                origin.connections().size() == 1 && origin.received().endsWith("2\r\nhi\r\n0\r\n\r\n"));
        await().until(stream::hasEnded);
        assertThat(caller.isOpen()).isTrue();
    }

    @Test
    void aConnectionThatAHookDropsIsClosed() throws Exception {
        ScriptedOrigin origin = before(
                ScriptedOrigin.answering(OK),
                registrar -> registrar.on(Hook.CLIENT, Phase.DECIDE, (peer, context) -> new Verdict.Drop<>("not you")));

        Http3Caller caller = caller();

        await().until(() -> !caller.isOpen());
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void withoutSniTheCertificateIsForTheAddress() throws Exception {
        before(ScriptedOrigin.answering(OK));
        Flupke client = closing(new Flupke(proxy.authority().certificate()));

        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + proxy.port() + "/"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo("ok");
    }

    @Test
    void theSecretsOfQuicAreLogged() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        Path log = files.resolve("secrets");
        restartWith(defaults -> in(settings(defaults), "reverse:http3://localhost:" + origin.port())
                .with(new TlsSettings(
                        TlsSettings.Terms.DEFAULT, TlsSettings.Terms.DEFAULT, Optional.empty(), Optional.of(log))));
        Http3Caller.Stream stream = caller().open().request("GET", "/").end();
        await().until(stream::hasEnded);

        await().until(() -> Files.readString(log).contains("CLIENT_TRAFFIC_SECRET_0 "));
    }

    @Test
    void anUnfinishedHandshakeTimesOut() throws Exception {
        restartWith(defaults ->
                in(settings(defaults), "reverse:http3://localhost:1").withHeaderTimeout(Duration.ofSeconds(1)));
        try (DatagramSocket between = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket onward = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> oneWay = CompletableFuture.runAsync(() -> {
                try {
                    DatagramPacket first = new DatagramPacket(new byte[2048], 2048);
                    between.receive(first);
                    first.setSocketAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
                    onward.send(first);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThatThrownBy(() -> new Http3Caller(
                            between.getLocalPort(), proxy.authority().certificate(), 1 << 20, Duration.ofSeconds(3))
                    .close());
            oneWay.get(180, TimeUnit.SECONDS);
        }

        assertThat(proxy.tcp().error().step()).isEqualTo(FlowError.Step.CLIENT_TLS);
        assertThat(proxy.tcp().error().message()).contains("did not finish the TLS handshake in time");
    }

    @Test
    void aSilentConnectionTimesOutWithItsExchangesInFlight() throws Exception {
        inTime(Duration.ofSeconds(1), limit -> {
            ScriptedOrigin origin = tlsOrigin(connection -> {
                connection.readRequest();
                connection.awaitEnd();
            });
            restartWith(
                    defaults -> in(withIdle(settings(defaults), limit), "reverse:http3://localhost:" + origin.port()));
            Http3Caller caller = caller();

            caller.open().request("GET", "/").end();

            assertThat(proxy.http().error().message()).contains("timed out");
            await().until(() -> !caller.isOpen());
        });
    }

    @Test
    void aClientThatHasManyStreamsResetGetsGoaway() throws Exception {
        before(ScriptedOrigin.answering(OK));
        Http3Caller caller = caller();

        for (int i = 0; caller.goAway() < 0; i++) {
            assertThat(i).isLessThan(3_000);
            Http3Caller.Stream stream = caller.open().headers("x-no", "pseudo");
            await().until(() -> stream.resetCode() >= 0 || caller.goAway() >= 0);
        }

        assertThat(proxy.flows().size()).isBetween(1_000, 1_100);
        assertThat(((HttpFlow) proxy.flows().get(0)).error().message()).contains("malformed");
    }
}
