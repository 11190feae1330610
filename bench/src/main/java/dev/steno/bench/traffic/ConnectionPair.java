package dev.steno.bench.traffic;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The two connections of a flow: the client's and the server's. Flows with nearby numbers and the same server share
 * them.
 */
final class ConnectionPair {
    private static final List<Integer> EXTENSIONS =
            List.of(0x3a3a, 0, 23, 65281, 10, 11, 35, 16, 5, 13, 18, 51, 45, 43, 27, 17513, 65037, 0x1a1a);
    private static final List<String> BROWSER_OFFERS = List.of("h2", "http/1.1");
    private static final List<String> PROXY_OFFERS = List.of("http/1.1");
    private static final String[] SUITES = {
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"
    };
    private static final Endpoint LISTENER = new Endpoint("127.0.0.1", 8080);

    private final Peer client;
    private final Peer server;

    ConnectionPair(Site site, long number, long started, SplittableRandom random) {
        // In a group of 512 consecutive flows, an unpopular server gets two on average, a popular one six.
        long pair = 2 * (number / 512 * 512 + site.number());
        long since = started - 1_000_000L * random.nextInt(20_000);
        this.client = new Peer(
                pair + 1,
                new Endpoint("127.0.0.1", 32_768 + (int) (pair % 28_000)),
                null,
                LISTENER,
                since,
                Times.UNSET,
                Times.UNSET,
                site.isTls() ? toClient(site, since) : null,
                null);
        this.server = new Peer(
                pair + 2,
                new Endpoint(site.host(), site.port()),
                site.ip(),
                new Endpoint("192.0.2.10", 32_768 + (int) (pair * 7 % 28_000)),
                since + 400_000,
                since + 9_000_000,
                Times.UNSET,
                site.isTls() ? toServer(site, since) : null,
                null);
    }

    Peer client() {
        return client;
    }

    Peer server() {
        return server;
    }

    private static Tls toClient(Site site, long since) {
        return new Tls(
                since + 30_000_000,
                "TLSv1.3",
                SUITES[0],
                site.host(),
                "http/1.1",
                BROWSER_OFFERS,
                EXTENSIONS,
                List.of(),
                site.minted());
    }

    private static Tls toServer(Site site, long since) {
        return new Tls(
                since + 21_000_000,
                "TLSv1.3",
                SUITES[site.number() % SUITES.length],
                site.host(),
                "http/1.1",
                PROXY_OFFERS,
                List.of(),
                site.chain(),
                null);
    }
}
