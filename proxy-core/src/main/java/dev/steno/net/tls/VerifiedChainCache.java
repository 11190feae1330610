package dev.steno.net.tls;

import dev.steno.certs.HostName;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Verifies servers: in each handshake the name (RFC 9525), and once in ten minutes the path of the chain (RFC 5280, section 6).
 * Many hosts show the same chain, and validating its path costs more than the rest of the handshake. Refused chains are not
 * cached. Any thread.
 */
final class VerifiedChainCache extends EngineTrust {
    static final Duration KEPT = Duration.ofMinutes(10);
    static final int MOST = 500;

    private final Walk walk;
    private final Clock clock;

    /** The time until which a chain counts as verified, by its digest. Guarded by itself. */
    private final Map<String, Instant> walked = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    };

    /** Finds the path from a server's chain to a trusted authority. */
    interface Walk {
        /**
         * Any thread.
         *
         * @return when the first certificate of the path expires
         * @throws CertificateException if no path is valid; the message says why
         */
        Instant check(List<X509Certificate> chain, Instant now) throws CertificateException;
    }

    VerifiedChainCache(Walk walk, Clock clock) {
        this.walk = walk;
        this.clock = clock;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        String digest = digest(chain);
        Instant now = clock.instant();
        Instant until = recall(digest);
        if (until == null || now.isAfter(until)) {
            Instant end = walk.check(List.of(chain), now);
            HostName.check(chain[0], engine.getPeerHost());
            Instant kept = now.plus(KEPT);
            remember(digest, end.isBefore(kept) ? end : kept);
        } else {
            HostName.check(chain[0], engine.getPeerHost());
        }
    }

    private @Nullable Instant recall(String digest) {
        synchronized (walked) {
            return walked.get(digest);
        }
    }

    private void remember(String digest, Instant until) {
        synchronized (walked) {
            walked.put(digest, until);
        }
    }

    private static String digest(X509Certificate[] chain) throws CertificateException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (X509Certificate certificate : chain) {
                sha256.update(certificate.getEncoded());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e.getMessage(), e);
        }
    }
}
