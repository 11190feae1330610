package dev.steno.net;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Verifies servers as the manager does that it was given, but walks the path of one chain only once in ten minutes: the second
 * time it asks whether the certificates still run and are for this name. Many hosts show one chain, and the walk costs more
 * than the handshake around it (RFC 5280, section 6: the path; RFC 9525: the name). What is not trusted is not remembered.
 * Any thread.
 */
final class ChainMemory extends X509ExtendedTrustManager {
    static final Duration KEPT = Duration.ofMinutes(10);
    static final int MOST = 500;

    /** Bytes of a chain that is remembered; those of authorities that browsers know come to 10 KB at most. */
    static final int LARGEST = 32 * 1024;

    private final X509ExtendedTrustManager whole;
    private final Clock clock;

    /** By the digest of a chain. Guarded by itself. */
    private final Map<String, Walked> walked = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Walked> eldest) {
            return size() > MOST;
        }
    };

    /** A chain whose path was found good, and a manager to which its first certificate is an anchor: it asks for the name alone. */
    private record Walked(X509ExtendedTrustManager names, Instant until) {}

    ChainMemory(X509ExtendedTrustManager whole, Clock clock) {
        this.whole = whole;
        this.clock = clock;
    }

    /**
     * The manager that a factory made, with a memory.
     *
     * @throws GeneralSecurityException if the factory makes none for X.509
     */
    static X509ExtendedTrustManager over(TrustManagerFactory factory, Clock clock) throws GeneralSecurityException {
        return new ChainMemory(extended(factory), clock);
    }

    private static X509ExtendedTrustManager extended(TrustManagerFactory factory) throws GeneralSecurityException {
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("this Java has no verifier of X.509 certificates");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        String digest = digest(chain, authType);
        Walked before = recall(digest);
        if (before != null) {
            for (X509Certificate certificate : chain) {
                certificate.checkValidity(Date.from(clock.instant()));
            }
            before.names.checkServerTrusted(chain, authType, engine);
            return;
        }
        whole.checkServerTrusted(chain, authType, engine);
        if (size(chain) > LARGEST) {
            return;
        }
        remember(digest, new Walked(trusting(chain[0]), clock.instant().plus(KEPT)));
    }

    private static long size(X509Certificate[] chain) throws CertificateException {
        long bytes = 0;
        for (X509Certificate certificate : chain) {
            bytes += certificate.getEncoded().length;
        }
        return bytes;
    }

    private @Nullable Walked recall(String digest) {
        synchronized (walked) {
            Walked found = walked.get(digest);
            return found == null || clock.instant().isAfter(found.until) ? null : found;
        }
    }

    private void remember(String digest, Walked chain) {
        synchronized (walked) {
            walked.put(digest, chain);
        }
    }

    private static X509ExtendedTrustManager trusting(X509Certificate certificate) throws CertificateException {
        try {
            KeyStore anchor = KeyStore.getInstance(KeyStore.getDefaultType());
            anchor.load(null, null);
            anchor.setCertificateEntry("server", certificate);
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(anchor);
            return extended(factory);
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException("the verified certificate cannot be kept: " + e.getMessage(), e);
        }
    }

    /** The algorithm of the key exchange belongs to it: what a certificate may be used for depends on it. */
    private static String digest(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(authType.getBytes(StandardCharsets.UTF_8));
            for (X509Certificate certificate : chain) {
                sha256.update(certificate.getEncoded());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e.getMessage(), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        whole.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        whole.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        whole.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        whole.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        whole.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return whole.getAcceptedIssuers();
    }
}
