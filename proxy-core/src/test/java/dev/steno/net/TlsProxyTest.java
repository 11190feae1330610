package dev.steno.net;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A proxy that trusts the authority of scripted TLS origins, and clients that trust the proxy's. */
abstract class TlsProxyTest extends ProxyTest {
    @TempDir
    static Path originHome;

    static TestCa originCa;

    @BeforeAll
    static void anAuthorityForOrigins() throws Exception {
        originCa = new TestCa(originHome);
    }

    @Override
    ProxySettings settings(ProxySettings defaults) {
        return new ProxySettings(
                defaults.listen(), List.of(originCa.file()), false, defaults.connectTimeout(), defaults.idleTimeout());
    }

    /** A TLS origin with a certificate for {@code localhost} and 127.0.0.1. */
    ScriptedOrigin tlsOrigin(ScriptedOrigin.Script script, String... alpn) throws IOException {
        return closing(ScriptedOrigin.tls(originCa.server("localhost", "127.0.0.1"), script, alpn));
    }

    /** The TLS of a client that trusts Steno's CA. */
    SSLContext trustingSteno() throws IOException {
        return TestCa.trusting(proxy.authority().certificate());
    }

    /** A client in a tunnel to the origin's port at localhost, TLS done. */
    RawClient tlsClient(ScriptedOrigin origin, String... alpn) throws IOException {
        return client().connect("localhost:" + origin.port()).tls(trustingSteno(), "localhost", alpn);
    }
}
