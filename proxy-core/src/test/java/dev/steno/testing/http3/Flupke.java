package dev.steno.testing.http3;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import tech.kwik.core.log.NullLogger;
import tech.kwik.flupke.Http3ClientBuilder;

/** A third-party HTTP/3 client (Flupke) on a third-party QUIC implementation (Kwik). */
public final class Flupke implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client;

    /** @param anchor the only CA that the client trusts */
    public Flupke(X509Certificate anchor) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("anchor", anchor);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        client = new Http3ClientBuilder()
                .trustManager(new Trusting((X509TrustManager) trust.getTrustManagers()[0]))
                .logger(new NullLogger())
                .connectTimeout(Duration.ofSeconds(60))
                .executor(threads)
                .build();
    }

    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) throws Exception {
        return client.send(request, body);
    }

    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return client.send(request, body);
                    } catch (java.io.IOException | InterruptedException e) {
                        throw new java.util.concurrent.CompletionException(e);
                    }
                },
                threads);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /**
     * Verifies a server's chain without regard to the key exchange: the library always asks for RSA, which would refuse
     * other keys; the JDK asks for UNKNOWN in TLS 1.3.
     */
    private record Trusting(X509TrustManager anchors) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String exchange) throws CertificateException {
            throw new CertificateException("no clients are verified here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String exchange) throws CertificateException {
            anchors.checkServerTrusted(chain, "UNKNOWN");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return anchors.getAcceptedIssuers();
        }
    }
}
