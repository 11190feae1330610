package dev.steno.net.tls;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Certificates of authorities that servers did not send, by the URL that they were fetched from. They link a chain to a
 * trusted authority and are not trusted themselves. Any thread.
 */
public final class IssuerCache {
    private static final int MOST = 200;

    /** After a failure, a URL is fetched again once this time has passed. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Clock clock;

    /** Guarded by itself. */
    private final Map<String, Got> found = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Got> eldest) {
            return size() > MOST;
        }
    };

    /** The result of one fetch; no certificates if it failed. */
    private record Got(List<X509Certificate> certificates, Instant at) {}

    IssuerCache(Clock clock) {
        this.clock = clock;
    }

    /** Keeps the certificates fetched from a URL; none if the fetch failed. */
    public void put(String url, List<X509Certificate> certificates) {
        synchronized (found) {
            found.put(url, new Got(List.copyOf(certificates), clock.instant()));
        }
    }

    /** Whether a URL was fetched recently, so that fetching it again would give nothing new. */
    public boolean asked(String url) {
        synchronized (found) {
            Got got = found.get(url);
            return got != null
                    && (!got.certificates.isEmpty() || clock.instant().isBefore(got.at.plus(AGAIN)));
        }
    }

    /** All cached certificates. */
    Collection<X509Certificate> all() {
        synchronized (found) {
            return found.values().stream()
                    .flatMap(got -> got.certificates.stream())
                    .toList();
        }
    }
}
