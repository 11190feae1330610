package dev.steno.testing.proxy;

import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.tls.TestCa;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Base class for tests of a proxy that trusts the CA of scripted TLS origins, with clients that trust the proxy's CA.
 */
public abstract class TlsProxyTest extends ProxyTest {
    @TempDir
    protected static Path originHome;

    protected static TestCa originCa;

    @BeforeAll
    protected static void anAuthorityForOrigins() throws Exception {
        originCa = new TestCa(originHome);
    }

    @Override
    protected ProxySettings settings(ProxySettings defaults) {
        return new ProxySettings(
                defaults.listen(),
                List.of(originCa.file()),
                false,
                defaults.timeouts().connect(),
                defaults.timeouts().idle());
    }

    /** Starts a TLS origin with a certificate for {@code localhost} and 127.0.0.1. */
    protected ScriptedOrigin tlsOrigin(ScriptedOrigin.Script script, String... alpn) throws IOException {
        return closing(ScriptedOrigin.tls(originCa.server("localhost", "127.0.0.1"), script, alpn));
    }

    /** The TLS context of a client that trusts Steno's CA. */
    protected SSLContext trustingSteno() throws IOException {
        return TestCa.trusting(proxy.authority().certificate());
    }

    /** Connects a client through a tunnel to the origin's port on localhost and completes its TLS handshake. */
    protected RawClient tlsClient(ScriptedOrigin origin, String... alpn) throws IOException {
        return client().connect("localhost:" + origin.port()).tls(trustingSteno(), "localhost", alpn);
    }
}
