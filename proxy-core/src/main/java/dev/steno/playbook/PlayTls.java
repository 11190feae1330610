package dev.steno.playbook;

import dev.steno.certs.Leaf;
import dev.steno.certs.LeafMint;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** TLS of the client and the server of plays. Stateless. */
final class PlayTls {
    private PlayTls() {}

    /** Returns the contexts of a server that has a certificate of the proxy's CA, which the proxy does not verify. */
    static SSLContext server(LeafMint mint) throws IOException {
        try {
            Leaf leaf =
                    mint.leaf("server.test", List.of()).toCompletableFuture().join();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", leaf.key(), new char[0], leaf.chain());
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | CompletionException e) {
            throw new IOException("no TLS for the server of plays: " + e.getMessage(), e);
        }
    }

    /** Begins TLS on a connection, as a client that trusts the proxy's CA and verifies the name. */
    static Socket client(Socket connection, String host, X509Certificate ca) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", ca);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(connection, host, connection.getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS for the client of plays: " + e.getMessage(), e);
        }
    }
}
