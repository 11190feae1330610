package dev.steno.net.tls;

import dev.steno.certs.ChainVerifier;
import dev.steno.certs.Leaf;
import dev.steno.natives.MissingLibrary;
import dev.steno.net.channel.Failures;
import dev.steno.net.settings.ProxySettings;
import dev.steno.net.settings.TlsSettings;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.codec.quic.BoringSSLKeylog;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The TLS contexts of the process, towards clients and towards servers, one for each list of application protocols. Those for
 * HTTP are created once, on a background thread: a context takes milliseconds, and reading the system's trust store more. Any thread.
 */
public final class TlsContexts {
    /** The longest that a handshake may take with either side. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);

    private static final List<String> HTTP1 = List.of(Alpn.HTTP1);
    private static final List<String> HTTP2_AND_1 = List.of(Alpn.HTTP2, Alpn.HTTP1);

    private final LeafKeys leaves;
    private final ClientKeys identities;
    private final Duration clientsTake;
    private final Duration serversTake;
    private final SslContextsByAlpn clients;
    private final SslContextsByAlpn servers;
    private final @Nullable JdkTlsFallback second;
    private final IssuerCache issuers;
    private final @Nullable KeyLog keyLog;

    private TlsContexts(
            LeafKeys leaves,
            ClientKeys identities,
            SslContextsByAlpn clients,
            SslContextsByAlpn servers,
            @Nullable JdkTlsFallback second,
            IssuerCache issuers,
            @Nullable KeyLog keyLog,
            ProxySettings settings) {
        this.leaves = leaves;
        this.clientsTake = shorter(HANDSHAKE, settings.timeouts().header());
        this.serversTake =
                shorter(HANDSHAKE, settings.timeouts().connect().multipliedBy(3).dividedBy(2));
        this.identities = identities;
        this.clients = clients;
        this.servers = servers;
        this.second = second;
        this.issuers = issuers;
        this.keyLog = keyLog;
    }

    /**
     * Builds the contexts. Blocks for up to half a second: reads the system's trust store.
     *
     * @throws IOException if the trust store cannot be read, or there is no such cipher; the message names it
     */
    static TlsContexts create(ProxySettings settings, NamedFiles files) throws IOException {
        SslProvider provider = provider();
        TlsSettings tls = settings.tls();
        LeafKeys leaves = new LeafKeys();
        ClientKeys identities = new ClientKeys(files.identities());
        try {
            KeyManagerFactory shown = keyManagers(leaves, provider);
            KeyManagerFactory own = keyManagers(identities, provider);
            IssuerCache issuers = new IssuerCache(Clock.systemUTC());
            X509ExtendedTrustManager trust =
                    settings.trust().insecure() ? new AnyServer() : trust(files.authorities(), issuers);
            KeyLog log = files.keyLog();
            SslContextsByAlpn.Finish finish = log == null ? context -> {} : log::follow;
            SslContextsByAlpn clients =
                    new SslContextsByAlpn(() -> towardsClients(shown, tls, provider), finish, HTTP1, HTTP2_AND_1);
            SslContextsByAlpn servers;
            try {
                servers = new SslContextsByAlpn(
                        () -> towardsServers(trust, own, tls, provider), finish, List.of(), HTTP1, HTTP2_AND_1);
            } catch (IOException | RuntimeException e) {
                clients.close();
                throw e;
            }
            return new TlsContexts(
                    leaves,
                    identities,
                    clients,
                    servers,
                    provider == SslProvider.JDK || !tls.servers().ciphers().isEmpty()
                            ? null // the JDK's engine is in use already, or has other names for the chosen ciphers
                            : new JdkTlsFallback(() -> {
                                KeyManagerFactory keys = keyManagers(identities, SslProvider.JDK);
                                return new SslContextsByAlpn(
                                        () -> towardsServers(trust, keys, tls, SslProvider.JDK),
                                        finish,
                                        List.of(),
                                        HTTP1,
                                        HTTP2_AND_1);
                            }),
                    issuers,
                    log,
                    settings);
        } catch (GeneralSecurityException | SSLException | IllegalArgumentException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static SslProvider provider() {
        if (OpenSsl.isAvailable()) {
            return SslProvider.OPENSSL;
        }
        LoggerFactory.getLogger(TlsContexts.class)
                .info(MissingLibrary.replaced(
                        "BoringSSL",
                        "TLS is the JDK's, whose handshakes take five times the CPU time",
                        Failures.text(OpenSsl.unavailabilityCause())));
        return SslProvider.JDK;
    }

    private static SslContextBuilder towardsClients(KeyManagerFactory keys, TlsSettings tls, SslProvider provider)
            throws IOException {
        // without a trust manager, the engine would copy the system's trust store into each context
        SslContextBuilder builder =
                SslContextBuilder.forServer(keys).sslProvider(provider).trustManager(new NoClient());
        return TlsParameters.apply(builder, tls.clients(), provider, "ciphers-client");
    }

    private static KeyManagerFactory keyManagers(X509ExtendedKeyManager keys, SslProvider provider) {
        KeyManagerFactory factory = new SimpleKeyManagerFactory() {
            @Override
            protected void engineInit(KeyStore store, char[] password) {
                // the keys come with each connection
            }

            @Override
            protected void engineInit(ManagerFactoryParameters parameters) {
                // the keys come with each connection
            }

            @Override
            protected KeyManager[] engineGetKeyManagers() {
                return new KeyManager[] {keys};
            }
        };
        // parsing a key and a chain costs more than the rest of a handshake's set-up, so they are cached by alias;
        // bounded
        return provider == SslProvider.OPENSSL ? new OpenSslCachingX509KeyManagerFactory(factory) : factory;
    }

    private static X509ExtendedTrustManager trust(List<X509Certificate> named, IssuerCache issuers)
            throws GeneralSecurityException {
        List<X509Certificate> anchors = new ArrayList<>(TrustAnchors.ofSystem());
        anchors.addAll(named);
        ChainVerifier walk = new ChainVerifier(anchors);
        return new VerifiedChainCache((chain, now) -> walk.check(chain, issuers.all(), now), Clock.systemUTC());
    }

    /** Trusts every server. */
    private static final class AnyServer extends EngineTrust {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            // the user turned verification off
        }
    }

    /** Trusts no client. */
    private static final class NoClient extends EngineTrust {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("a client was taken for a server");
        }
    }

    private static SslContextBuilder towardsServers(
            X509ExtendedTrustManager trust, KeyManagerFactory keys, TlsSettings tls, SslProvider provider)
            throws IOException {
        SslContextBuilder builder = TlsParameters.apply(
                SslContextBuilder.forClient().sslProvider(provider).keyManager(keys),
                tls.servers(),
                provider,
                "ciphers-server");
        // the trust manager compares the name, since the engine's comparison refuses names that curl and browsers
        // accept
        return builder.trustManager(trust).endpointIdentificationAlgorithm(null);
    }

    /**
     * A handler that shows a leaf to the client. {@link #leafShown} must be called once its handshake has ended.
     *
     * @param protocols those that are agreed to if the client offers them, the preferred one first
     */
    public SslHandler towardsClient(ByteBufAllocator allocator, Leaf leaf, List<String> protocols) {
        leaves.holdLeaf(leaf);
        return set(clients.of(protocols).newHandler(allocator, leaf.alias(), -1), clientsTake);
    }

    /** The handshake that showed a leaf succeeded or failed. */
    public void leafShown(Leaf leaf) {
        leaves.releaseLeaf(leaf);
    }

    /**
     * A handler that speaks TLS to a server and verifies that it is {@code host}.
     *
     * @param offers the protocols to offer, the preferred one first; none for no ALPN
     */
    public SslHandler towardsServer(ByteBufAllocator allocator, String host, int port, List<String> offers) {
        SslContextsByAlpn other = second == null ? null : second.of(host, port);
        SslHandler handler = (other == null ? servers : other).of(offers).newHandler(allocator, host, port);
        ServerNameIndication.by(handler.engine(), host);
        return set(handler, serversTake);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The JDK's engine alone would leave its direction open when the peer ends the other (RFC 8446, 6.1). */
    private static SslHandler set(SslHandler handler, Duration limit) {
        handler.setHandshakeTimeoutMillis(limit.toMillis());
        if (!(handler.engine() instanceof ReferenceCountedOpenSslEngine)) {
            handler.sslCloseFuture().addListener(ended -> {
                if (ended.isSuccess() && ((Channel) ended.getNow()).isActive()) {
                    handler.closeOutbound();
                }
            });
        }
        return handler;
    }

    /** The versions of HTTP to agree to, the preferred one first. */
    public static List<String> http(boolean http2) {
        return http2 ? HTTP2_AND_1 : HTTP1;
    }

    /** Whether a server asked for a certificate in a handshake that has ended, and got none. The second call returns false. */
    public boolean lackedCertificate(SslHandler handler) {
        return identities.lackedCertificate(handler.engine());
    }

    /** Certificates that servers did not send. */
    public IssuerCache issuers() {
        return issuers;
    }

    /** Whether the JDK's engine is available as a fallback and is not used for this server yet. */
    public boolean hasSecond(String host, int port) {
        return second != null && second.of(host, port) == null;
    }

    private JdkTlsFallback requireSecond() {
        return Objects.requireNonNull(second, "there is no second engine");
    }

    /** Uses the fallback engine for a server from now on. The stage completes on any thread, once the engine is ready. */
    public CompletionStage<SslContextsByAlpn> useSecond(String host, int port) {
        return requireSecond().use(host, port);
    }

    /** Completes on any thread once the engine that a server needs is ready; null if it is ready now. */
    @Nullable
    public CompletionStage<SslContextsByAlpn> awaited(String host, int port) {
        return second == null ? null : second.awaited(host, port);
    }

    /** The fallback engine fails with this server too: the next connection uses the first engine again. */
    public void forgetSecond(String host, int port) {
        requireSecond().forget(host, port);
    }

    /** Receives the secrets of QUIC connections; null if they are not logged. */
    @Nullable
    public BoringSSLKeylog quicKeyLog() {
        KeyLog log = keyLog;
        return log == null ? null : (engine, line) -> log.queueLine(line.getBytes(StandardCharsets.US_ASCII));
    }

    /** Releases the contexts and closes the key log, after the last connection has ended. Blocks. */
    public void close() {
        clients.close();
        servers.close();
        if (second != null) {
            second.close();
        }
        if (keyLog != null) {
            keyLog.close();
        }
    }
}
