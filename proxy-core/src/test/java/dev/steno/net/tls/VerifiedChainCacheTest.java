package dev.steno.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.ChainVerifier;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.tls.TestCa;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain is verified once, and no later server is accepted only because the chain of another one was. */
class VerifiedChainCacheTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    Path home;

    private final HandSetClock clock = new HandSetClock();
    private final List<AutoCloseable> open = new ArrayList<>();
    private TestCa ca;
    private CountingWalk walk;
    private VerifiedChainCache memory;

    @BeforeEach
    void trustOneAuthority() throws Exception {
        ca = new TestCa(home.resolve("ca"));
        walk = new CountingWalk(CertificateAuthority.open(home.resolve("ca")).certificate());
        memory = new VerifiedChainCache(walk, clock);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void theSecondHandshakeDoesNotVerifyAgain() throws Exception {
        ScriptedOrigin origin = origin(ca.server("localhost"));

        assertThat(get("localhost", origin)).isEqualTo("ok");
        assertThat(get("localhost", origin)).isEqualTo("ok");
        assertThat(walk.taken).isEqualTo(1);
    }

    @Test
    void aCachedChainIsNotAcceptedForAnotherName() throws Exception {
        ScriptedOrigin origin = origin(ca.server("localhost"));
        get("localhost", origin);

        assertThatThrownBy(() -> get("127.0.0.1", origin))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("127.0.0.1");
        assertThat(walk.taken).isEqualTo(1);
        assertThat(get("localhost", origin)).isEqualTo("ok");
    }

    @Test
    void aRefusedChainIsNotCached() throws Exception {
        ScriptedOrigin origin = origin(new TestCa(home.resolve("other")).server("localhost"));

        assertThatThrownBy(() -> get("localhost", origin)).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> get("localhost", origin)).isInstanceOf(SSLException.class);
        assertThat(walk.taken).isEqualTo(2);
    }

    @Test
    void aChainWithTheWrongNameIsNotCached() throws Exception {
        ScriptedOrigin origin = origin(ca.server("localhost"));

        assertThatThrownBy(() -> get("127.0.0.1", origin)).isInstanceOf(SSLException.class);
        assertThat(get("localhost", origin)).isEqualTo("ok");
        assertThat(walk.taken).isEqualTo(2);
    }

    @Test
    void anotherCertificateOfTheSameCaIsVerified() throws Exception {
        get("localhost", origin(ca.server("localhost")));
        get("localhost", origin(ca.server("localhost")));

        assertThat(walk.taken).isEqualTo(2);
    }

    @Test
    void aChainIsVerifiedAgainAfterTenMinutes() throws Exception {
        ScriptedOrigin origin = origin(ca.server("localhost"));
        get("localhost", origin);
        clock.now = clock.now.plus(VerifiedChainCache.KEPT).plusSeconds(1);

        assertThat(get("localhost", origin)).isEqualTo("ok");
        assertThat(walk.taken).isEqualTo(2);
    }

    @Test
    void aCachedChainThatHasExpiredIsRefused() throws Exception {
        ScriptedOrigin origin = origin(ca.server("localhost"));
        get("localhost", origin);
        Instant end = walk.lastSeen.getNotAfter().toInstant();
        clock.now = end.minus(Duration.ofMinutes(1));
        memory = new VerifiedChainCache(walk, clock);
        get("localhost", origin);
        clock.now = end.plus(Duration.ofMinutes(1));

        assertThatThrownBy(() -> get("localhost", origin))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("it expired on");
        assertThat(walk.taken).isEqualTo(3);
    }

    private ScriptedOrigin origin(SSLContext context) throws IOException {
        ScriptedOrigin origin = ScriptedOrigin.tls(context, ScriptedOrigin.answering(OK));
        open.add(origin);
        return origin;
    }

    /** On a separate connection and TLS session. */
    private String get(String host, ScriptedOrigin origin) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {memory}, null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://" + host + ":" + origin.port() + "/"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    /** The verification itself, with a count of its calls. */
    private static final class CountingWalk implements VerifiedChainCache.Walk {
        private final ChainVerifier walk;
        private volatile int taken;
        private volatile X509Certificate lastSeen;

        CountingWalk(X509Certificate authority) {
            this.walk = new ChainVerifier(List.of(authority));
        }

        @Override
        public synchronized Instant check(List<X509Certificate> chain, Instant now) throws CertificateException {
            taken++;
            lastSeen = chain.get(0);
            return walk.check(chain, List.of(), now);
        }
    }

    private static final class HandSetClock extends Clock {
        private volatile Instant now = Instant.now();

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
