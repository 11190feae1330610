package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Hook.TlsShown.Reaction;
import dev.steno.addon.PassThrough;
import dev.steno.addon.PassThroughKeeper;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.builtin.AutoPassThrough;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.Curl;
import dev.steno.testing.process.Curl.Output;
import dev.steno.testing.proxy.TlsProxyTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that refuse our certificate: their next connections pass through, until evidence shows that the client trusts
 * the CA or refuses the server's certificate, too.
 */
class RefusingClientsTest extends TlsProxyTest {
    /** curl's exit codes for a certificate that is not trusted, and for one that is not the pinned one. */
    private static final int DISTRUSTS = 60;

    private static final int PIN_DIFFERS = 90;

    @TempDir
    Path files;

    private final Kept kept = new Kept();
    private final List<Reaction> reactions = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private AutoPassThrough refusing = autoPassThrough();
    private Path steno;
    private Path both;
    private ScriptedOrigin origin;
    private String url;

    private static final class Kept implements PassThroughKeeper {
        private final Map<PassThrough.Key, PassThrough> all = new ConcurrentHashMap<>();

        @Override
        public List<PassThrough> kept() {
            return List.copyOf(all.values());
        }

        @Override
        public void keep(PassThrough one) {
            all.put(one.key(), one);
        }

        @Override
        public void forget(PassThrough.Key key) {
            all.remove(key);
        }
    }

    @Override
    protected Addon[] addons() {
        return new Addon[] {
            refusing, // before the handler below, so that the test moves the clock only once a refusal is counted
            registrar -> registrar.on(Hook.TLS_SHOWN, Phase.SEAL, (shown, context) -> {
                reactions.add(shown.reaction());
                return Verdict.pass();
            })
        };
    }

    @BeforeEach
    void certificates() throws Exception {
        steno = Files.write(files.resolve("steno.pem"), proxy.authority().pem());
        both = Files.writeString(
                files.resolve("both.pem"), Files.readString(steno) + Files.readString(originCa.file()));
        origin = tlsOrigin(ScriptedOrigin.answering(OK));
        url = "https://localhost:" + origin.port() + "/";
    }

    private AutoPassThrough autoPassThrough() {
        return new AutoPassThrough(kept, "/home/ann/.steno/ca.pem", said::add, clock::get);
    }

    /** The time that separates two attempts of one program. */
    private void later() {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(30));
    }

    private Output curl(String... arguments) throws Exception {
        return Curl.curl(Stream.concat(Stream.of("-x", "http://127.0.0.1:" + proxy.port()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** A curl that trusts only the server's CA, like a client without our CA. */
    private Output ignorant() throws Exception {
        return curl("--cacert", originCa.file().toString(), url);
    }

    private Output trusting(String where) throws Exception {
        return curl("--cacert", steno.toString(), where);
    }

    /** Refuses once more, and waits until Steno has noticed. */
    private void refuse() throws Exception {
        int before = reactions.size();
        assertThat(ignorant().exit()).isEqualTo(DISTRUSTS);
        Awaitility.await().until(() -> reactions.size() > before);
    }

    /** Refuses as often, and over as long a time, as makes Steno pass the client through. */
    private void refuseUntilPassed() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(refusing.list()).isEmpty();
            refuse();
            later();
        }
        awaitPassed(1);
    }

    private void awaitPassed(int count) {
        Awaitility.await().until(() -> refusing.list().size() == count);
    }

    @Test
    void aClientThatKeepsRefusingOurCertificateGetsTheServersCertificate() throws Exception {
        refuseUntilPassed();
        assertThat(ignorant()).isEqualTo(new Output(0, "ok"));

        PassThrough one = refusing.list().get(0);
        assertThat(one.client()).isEqualTo("127.0.0.1");
        assertThat(one.host()).isEqualTo("localhost:" + origin.port());
        assertThat(one.reason()).isEqualTo("refused the certificate");
        assertThat(one.used()).isEqualTo(1);
        assertThat(one.lastUsed()).isGreaterThan(one.since());
        assertThat(kept.all).containsOnly(Map.entry(one.key(), one));
        assertThat(said)
                .last()
                .asString()
                .startsWith("curl/")
                .contains(" at 127.0.0.1 repeatedly refused the certificate for localhost:" + origin.port()
                        + ": its connections to that server are passed through without decryption from now on");
        TcpFlow passed = (TcpFlow) proxy.ended(4).get(3);
        assertThat(passed.isUnread()).isTrue();
        assertThat(passed.protocol()).isEqualTo("tls");
        assertThat(passed.sentByServer()).isPositive(); // may end in a reset, if curl left a session ticket unread
        assertThat(passed.messages()).isZero();
    }

    @Test
    void theJdksClientIsPassedThroughAndAnotherProgramAtItsAddressIsStillIntercepted() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())))
                .sslContext(originCa.trusted())
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        while (reactions.size() < 3) { // it closes the connection without an alert
            int before = reactions.size();
            assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
            Awaitility.await().until(() -> reactions.size() > before);
            later();
        }
        awaitPassed(1);

        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("ok");
        assertThat(refusing.list().get(0).used()).isEqualTo(1);
        assertThat(trusting(url)).isEqualTo(new Output(0, "ok"));
        assertThat(refusing.list().get(0).used()).isEqualTo(1);
    }

    @Test
    void aClientThatPinsAKeyAndClosesWithoutAnAlertIsPassedThroughTheFourthTime() throws Exception {
        String pin = "sha256//"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest(originsCertificate().getPublicKey().getEncoded()));
        for (int i = 1; i <= 3; i++) {
            assertThat(refusing.list()).isEmpty();
            assertThat(curl("--cacert", both.toString(), "--pinnedpubkey", pin, url)
                            .exit())
                    .isEqualTo(PIN_DIFFERS);
            int times = i;
            Awaitility.await().until(() -> reactions.size() == times);
            later();
        }
        assertThat(reactions).containsOnly(Reaction.LEFT);
        awaitPassed(1);

        assertThat(refusing.list().get(0).reason()).endsWith("without sending data");
        assertThat(curl("--cacert", both.toString(), "--pinnedpubkey", pin, url))
                .isEqualTo(new Output(0, "ok"));
    }

    private Certificate originsCertificate() throws Exception {
        try (SSLSocket socket =
                (SSLSocket) originCa.trusted().getSocketFactory().createSocket("localhost", origin.port())) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void aRequestBetweenSilentClosesResetsTheCount() throws Exception {
        String[] pinned = {"--cacert", steno.toString(), "--pinnedpubkey", "sha256//" + "A".repeat(43) + "=", url};
        for (int i = 0; i < 4; i++) {
            assertThat(curl(pinned).exit()).isEqualTo(PIN_DIFFERS);
            later();
            if (i % 2 == 1) {
                assertThat(trusting(url)).isEqualTo(new Output(0, "ok"));
            }
        }
        assertThat(refusing.list()).isEmpty();
    }

    @Test
    void aClientThatTrustsOurCaMayCloseSilentlyAnyNumberOfTimes() throws Exception {
        String[] pinned = {"--cacert", steno.toString(), "--pinnedpubkey", "sha256//" + "A".repeat(43) + "=", url};
        assertThat(trusting(url)).isEqualTo(new Output(0, "ok"));
        int before = reactions.size();
        for (int i = 1; i <= 5; i++) {
            assertThat(curl(pinned).exit()).isEqualTo(PIN_DIFFERS);
            int seen = before + i;
            Awaitility.await().until(() -> reactions.size() == seen);
            later();
        }
        assertThat(refusing.list()).isEmpty();
        assertThat(trusting(url)).isEqualTo(new Output(0, "ok"));
    }

    @Test
    void aClientThatAcceptsACertificateForTheFirstTimeIsInterceptedEverywhereAgain() throws Exception {
        refuseUntilPassed();
        ScriptedOrigin other = tlsOrigin(ScriptedOrigin.answering(OK));

        assertThat(trusting("https://localhost:" + other.port() + "/")).isEqualTo(new Output(0, "ok"));
        awaitPassed(0);
        assertThat(kept.all).isEmpty();
        assertThat(said).last().asString().endsWith("are intercepted again: it accepts Steno's certificates now");

        // from here on it is known to trust the CA, so two further refusals over some time are deliberate ones
        refuse();
        assertThat(refusing.list()).isEmpty();
        later();
        refuse();
        awaitPassed(1);
        assertThat(trusting("https://localhost:" + other.port() + "/")).isEqualTo(new Output(0, "ok"));
        assertThat(refusing.list()).hasSize(1);
    }

    @Test
    void aPersonWhoForgetsTheCaAndThenNamesItIsReadAtOnce() throws Exception {
        refuse();
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("curl/")
                .endsWith(" at 127.0.0.1 refused the certificate for localhost:" + origin.port()
                        + ", so the connection failed: it does not trust Steno's CA; give curl --cacert"
                        + " /home/ann/.steno/ca.pem, or set CURL_CA_BUNDLE=/home/ann/.steno/ca.pem");
        assertThat(trusting(url)).isEqualTo(new Output(0, "ok"));
        assertThat(((HttpFlow) proxy.ended(2).get(1)).response().status()).isEqualTo(200);
    }

    @Test
    void aCommandThatIsRepeatedQuicklyCountsOnce() throws Exception {
        for (int i = 0; i < 4; i++) {
            refuse();
            clock.addAndGet(TimeUnit.SECONDS.toNanos(5));
        }
        assertThat(refusing.list()).isEmpty();
        assertThat(trusting(url)).isEqualTo(new Output(0, "ok"));
    }

    @Test
    void attemptsThatAreHoursApartAreUnrelated() throws Exception {
        for (int i = 0; i < 4; i++) {
            refuse();
            clock.addAndGet(TimeUnit.HOURS.toNanos(1));
        }
        assertThat(refusing.list()).isEmpty();
    }

    @Test
    void aProgramIsNotPassedThroughForTheRefusalsOfAnotherIfItAcceptedTheCertificate() throws Exception {
        assertThat(trusting(url)).isEqualTo(new Output(0, "ok"));
        for (int i = 0; i < 4; i++) {
            refuse();
            later();
        }
        assertThat(refusing.list()).isEmpty();
        assertThat(trusting(url)).isEqualTo(new Output(0, "ok"));
    }

    @Test
    void theRequiredTimeIsAnOption() throws Exception {
        proxy.options.set("auto-pass-through-after", "0s");
        refuse();
        refuse();
        assertThat(refusing.list()).isEmpty();
        refuse();
        awaitPassed(1);
    }

    @Test
    void stenosOwnPageIsNeverPassedThrough() throws Exception {
        String page = "https://Steno.Internal:8443/";
        for (int i = 0; i < 4; i++) {
            assertThat(curl("--cacert", originCa.file().toString(), page).exit())
                    .isEqualTo(DISTRUSTS);
            int seen = i + 1;
            Awaitility.await().until(() -> reactions.size() == seen);
            later();
        }
        assertThat(refusing.list()).isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    void anEarlierDecisionAboutStenosOwnPageIsDropped() throws Exception {
        kept.keep(new PassThrough("127.0.0.1", "1-2-3", "steno.internal:443", "refused", false, 1, 0, 1));
        restart();
        assertThat(refusing.list()).isEmpty();
        assertThat(kept.all).isEmpty();
    }

    @Test
    void aClientThatTwiceLeavesTheServersOwnCertificateWithoutARequestIsInterceptedAgain() throws Exception {
        refuseUntilPassed();
        leaveTheServer(4);
        leaveTheServer(5);
        awaitPassed(0);
        assertThat(said)
                .last()
                .asString()
                .endsWith("are intercepted again: it closed two connections with the server's own certificate without a"
                        + " request");
    }

    @Test
    void aBrowserThatLeavesTheServersOwnCertificateIsStillPassedThrough() throws Exception {
        refuseUntilPassed();
        for (int flow = 4; flow < 7; flow++) {
            leaveTheServer(flow, "-A", "Mozilla/5.0 Chrome/140");
        }
        assertThat(refusing.list()).hasSize(1);
    }

    @Test
    void aClientThatLeavesTheServerOnceBetweenRequestsIsStillPassedThrough() throws Exception {
        refuseUntilPassed();
        for (int flow = 4; flow < 10; flow += 2) {
            leaveTheServer(flow);
            assertThat(ignorant()).isEqualTo(new Output(0, "ok"));
            proxy.ended(flow + 1);
        }
        assertThat(refusing.list()).hasSize(1);
    }

    /** Completes the handshake with the server itself, as the client of the flow with this number, and closes. */
    private void leaveTheServer(int flow, String... more) throws Exception {
        String pin = "sha256//" + "A".repeat(43) + "=";
        List<String> all = new ArrayList<>(List.of("--cacert", both.toString(), "--pinnedpubkey", pin, url));
        all.addAll(List.of(more));
        assertThat(curl(all.toArray(String[]::new)).exit()).isEqualTo(PIN_DIFFERS);
        proxy.ended(flow);
    }

    @Test
    void aClientThatLeavesRightAfterTheHandshakeIsRecorded() throws Exception {
        String pin = "sha256//" + "A".repeat(43) + "=";
        assertThat(curl("--cacert", both.toString(), "--pinnedpubkey", pin, url).exit())
                .isEqualTo(PIN_DIFFERS);
        TcpFlow flow = proxy.tcp();
        assertThat(flow.isUnread()).isFalse();
        assertThat(flow.error().step()).isEqualTo(FlowError.Step.CLIENT_TLS);
        assertThat(flow.error().message())
                .startsWith("the client closed the connection right after the TLS handshake without sending data");
    }

    @Test
    void aClientThatRefusesTheServersCertificateTooIsInterceptedAgain() throws Exception {
        refuseUntilPassed();

        assertThat(trusting(url).exit()).isEqualTo(DISTRUSTS);
        awaitPassed(0);
        assertThat(said)
                .last()
                .asString()
                .endsWith("are intercepted again: it refused the server's own certificate as well");
        assertThat(trusting(url)).isEqualTo(new Output(0, "ok"));
    }

    @Test
    void aRevokedDecisionIsInterceptedAgain() throws Exception {
        refuseUntilPassed();

        assertThat(refusing.revoke(one -> one.host().startsWith("other"))).isZero();
        assertThat(refusing.revoke(one -> one.host().startsWith("localhost"))).isEqualTo(1);
        assertThat(kept.all).isEmpty();
        assertThat(trusting(url)).isEqualTo(new Output(0, "ok"));
    }

    @Test
    void storedDecisionsApplyInTheNextRun() throws Exception {
        refuseUntilPassed();

        restart();
        assertThat(ignorant()).isEqualTo(new Output(0, "ok"));
    }

    private void restart() throws IOException {
        refusing = autoPassThrough();
        restartWith(this::settings, refusing);
    }

    @Test
    void withAutoPassThroughOffNoClientIsPassedThrough() throws Exception {
        refuseUntilPassed();

        proxy.options.set("auto-pass-through", "off");
        assertThat(ignorant().exit()).isEqualTo(DISTRUSTS);
        assertThat(ignorant().exit()).isEqualTo(DISTRUSTS);
        proxy.options.set("auto-pass-through", "on");
        assertThat(ignorant()).isEqualTo(new Output(0, "ok"));
    }
}
