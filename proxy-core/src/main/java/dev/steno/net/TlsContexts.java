package dev.steno.net;

import dev.steno.certs.Leaf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.quic.BoringSSLKeylog;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS contexts of the process: two towards clients (with and without HTTP/2), three towards servers (with HTTP/2,
 * without it, without ALPN). Made once, on a background thread, since a context costs milliseconds and the system's trust store more. Used on any
 * event loop.
 */
final class TlsContexts {
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);

    private final LeafKeys leaves;
    private final ClientKeys identities;
    private final SslContext client;
    private final SslContext clientOfHttp2;
    private final SslContext server;
    private final SslContext serverOfHttp2;
    private final SslContext serverWithoutAlpn;
    private final @Nullable KeyLog keyLog;

    private TlsContexts(
            LeafKeys leaves,
            ClientKeys identities,
            SslContext client,
            SslContext clientOfHttp2,
            SslContext server,
            SslContext serverOfHttp2,
            SslContext serverWithoutAlpn,
            @Nullable KeyLog keyLog) {
        this.leaves = leaves;
        this.identities = identities;
        this.client = client;
        this.clientOfHttp2 = clientOfHttp2;
        this.server = server;
        this.serverOfHttp2 = serverOfHttp2;
        this.serverWithoutAlpn = serverWithoutAlpn;
        this.keyLog = keyLog;
        if (keyLog != null) {
            List.of(client, clientOfHttp2, server, serverOfHttp2, serverWithoutAlpn)
                    .forEach(keyLog::follow);
        }
    }

    /**
     * Builds the contexts. Blocks for up to half a second: reads the system's trust store.
     *
     * @throws IOException if a file cannot be read or written, or there is no such cipher; the message names it
     */
    static TlsContexts create(ProxySettings settings) throws IOException {
        SslProvider provider = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
        TlsSettings tls = settings.tls();
        LeafKeys leaves = new LeafKeys();
        ClientKeys identities = new ClientKeys(
                tls.clientCerts().isPresent()
                        ? ClientIdentities.read(tls.clientCerts().get())
                        : ClientIdentities.none());
        try {
            KeyManagerFactory keys = keyManagers(leaves, provider);
            SslContextBuilder server =
                    towardsServers(settings, identities, provider).applicationProtocolConfig(alpn("http/1.1"));
            SslContextBuilder serverOfHttp2 =
                    towardsServers(settings, identities, provider).applicationProtocolConfig(alpn("h2", "http/1.1"));
            SslContextBuilder serverWithoutAlpn = towardsServers(settings, identities, provider);
            return new TlsContexts(
                    leaves,
                    identities,
                    towardsClients(keys, tls, provider, "http/1.1"),
                    towardsClients(keys, tls, provider, "h2", "http/1.1"),
                    server.build(),
                    serverOfHttp2.build(),
                    serverWithoutAlpn.build(),
                    tls.keyLog().isPresent() ? KeyLog.open(tls.keyLog().get()) : null);
        } catch (GeneralSecurityException | SSLException | IllegalArgumentException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static SslContext towardsClients(
            KeyManagerFactory keys, TlsSettings tls, SslProvider provider, String... protocols) throws IOException {
        SslContextBuilder builder =
                SslContextBuilder.forServer(keys).sslProvider(provider).applicationProtocolConfig(alpn(protocols));
        return TlsTerms.apply(builder, tls.clients(), provider, "ciphers-client")
                .build();
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
        // parsing a key and a chain costs more than the rest of a handshake's set-up: kept by alias, bounded
        return provider == SslProvider.OPENSSL ? new OpenSslCachingX509KeyManagerFactory(factory) : factory;
    }

    private static SslContextBuilder towardsServers(ProxySettings settings, ClientKeys identities, SslProvider provider)
            throws GeneralSecurityException, IOException {
        SslContextBuilder builder = TlsTerms.apply(
                SslContextBuilder.forClient().sslProvider(provider).keyManager(keyManagers(identities, provider)),
                settings.tls().servers(),
                provider,
                "ciphers-server");
        if (settings.insecure()) {
            return builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(settings.upstreamCas().isEmpty() ? null : TrustAnchors.systemAnd(settings.upstreamCas()));
        return builder.trustManager(trust);
    }

    private static ApplicationProtocolConfig alpn(String... protocols) {
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, protocols);
    }

    /**
     * A handler that shows a leaf to the client. {@link #shown} must be called when its handshake ended.
     *
     * @param http2 whether HTTP/2 is agreed to where the client offers it
     */
    SslHandler towardsClient(ByteBufAllocator allocator, Leaf leaf, boolean http2) {
        leaves.hold(leaf);
        SslHandler handler = (http2 ? clientOfHttp2 : client).newHandler(allocator, leaf.alias(), -1);
        handler.setHandshakeTimeoutMillis(HANDSHAKE.toMillis());
        return handler;
    }

    /** The handshake that showed a leaf ended, well or not. */
    void shown(Leaf leaf) {
        leaves.release(leaf);
    }

    /**
     * A handler that speaks TLS to a server and verifies that it is {@code host}.
     *
     * @param offers the protocols to offer: none, HTTP/1.1, or HTTP/2 and HTTP/1.1
     */
    SslHandler towardsServer(ByteBufAllocator allocator, String host, int port, List<String> offers) {
        SslContext context = offers.isEmpty() ? serverWithoutAlpn : offers.contains("h2") ? serverOfHttp2 : server;
        SslHandler handler = context.newHandler(allocator, host, port);
        handler.setHandshakeTimeoutMillis(HANDSHAKE.toMillis());
        return handler;
    }

    /** Whether a server asked for a certificate in a handshake that has ended now, and got none. To be asked once. */
    boolean askedInVain(SslHandler handler) {
        return identities.askedInVain(handler.engine());
    }

    /** Takes the secrets of QUIC's connections; null where they are not logged. */
    @Nullable
    BoringSSLKeylog quicKeyLog() {
        KeyLog log = keyLog;
        return log == null ? null : (engine, line) -> log.add(line.getBytes(StandardCharsets.US_ASCII));
    }

    /** Ends what goes on beside the connections, after the last of them. Blocks. */
    void close() {
        if (keyLog != null) {
            keyLog.close();
        }
    }
}
