package dev.steno.bench.robust;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Clients that send requests through a proxy over HTTP/2, and messages over WebSockets, until the proxy is killed. */
final class MixedClients {
    private final Set<Long> whole;
    private final AtomicLong numbers;
    private final HttpClient http;
    private final int origin;
    private final List<Thread> threads = new ArrayList<>();

    /** @param whole collects the numbers of responses that a client received completely */
    MixedClients(int proxy, Path proxyAuthority, int origin, AtomicLong numbers, Set<Long> whole) throws IOException {
        this.whole = whole;
        this.numbers = numbers;
        this.origin = origin;
        this.http = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy)))
                .sslContext(trusting(proxyAuthority))
                .version(HttpClient.Version.HTTP_2)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
        for (Runnable each : List.<Runnable>of(this::ask, this::ask, this::ask, this::talk)) {
            Thread thread = new Thread(each, "mixed-client");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private static SSLContext trusting(Path authority) throws IOException {
        try (InputStream in = Files.newInputStream(authority)) {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        }
    }

    private void ask() {
        try {
            while (true) {
                long number = numbers.incrementAndGet();
                HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + origin + "/" + number))
                        .timeout(Duration.ofSeconds(20))
                        .build();
                HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.version() != HttpClient.Version.HTTP_2 || !NumberedFlows.isBody(number, response.body())) {
                    throw new IllegalStateException("wrong response to " + number + ": " + response);
                }
                whole.add(number);
            }
        } catch (IOException e) {
            // the proxy was killed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void talk() {
        Semaphore turns = new Semaphore(1);
        try {
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("wss://localhost:" + origin + "/ws"), new WebSocket.Listener() {
                        @Override
                        public @Nullable CompletionStage<?> onText(
                                WebSocket webSocket, CharSequence data, boolean last) {
                            webSocket.request(1);
                            if (last) {
                                turns.release();
                            }
                            return null;
                        }

                        @Override
                        public void onError(WebSocket webSocket, Throwable error) {
                            turns.release(1_000_000);
                        }
                    })
                    .join();
            for (int i = 0; turns.tryAcquire(20, TimeUnit.SECONDS) && !socket.isInputClosed(); i++) {
                socket.sendText("message " + i + " " + "x".repeat(i % 100 == 99 ? 50_000 : 50), true)
                        .join();
            }
        } catch (java.util.concurrent.CompletionException e) {
            // the proxy was killed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
