package dev.steno.bench.traffic;

import dev.steno.flow.Certificate;
import dev.steno.flow.Endpoint;
import java.util.List;
import java.util.SplittableRandom;

/** The servers of the traffic, popular ones first. Names end in {@code .test}, which is reserved (RFC 6761, 6.2). */
final class Sites {
    private static final int COUNT = 260;
    private static final String[] PREFIXES = {"www", "api", "cdn", "static", "img", "auth", "metrics", "app"};
    private static final String[] SERVERS = {"nginx", "cloudfront", "Apache/2.4.62", "envoy", "gws", "Caddy"};

    private final Site[] sites = new Site[COUNT];

    Sites(long seed, Words words) {
        SplittableRandom random = new SplittableRandom(seed);
        Certificate root = new Certificate(Bodies.noise(1_380, random));
        for (int i = 0; i < COUNT; i++) {
            String name = words.ascii(random) + words.ascii(random) + i;
            String host = PREFIXES[random.nextInt(PREFIXES.length)] + "." + name + ".test";
            int roll = random.nextInt(100);
            boolean tls = roll < 92;
            int port = roll < 3 ? 8443 : tls ? 443 : roll < 98 ? 80 : 8080;
            List<Certificate> chain = tls
                    ? List.of(
                            new Certificate(Bodies.noise(1_050 + random.nextInt(500), random)),
                            new Certificate(Bodies.noise(1_280, random)),
                            root)
                    : List.of();
            Endpoint ip = new Endpoint("198.51.100." + (1 + i % 254), port);
            sites[i] = new Site(
                    i,
                    host,
                    tls ? "https" : "http",
                    port,
                    ip,
                    SERVERS[random.nextInt(SERVERS.length)],
                    chain,
                    new Certificate(Bodies.noise(620, random)));
        }
    }

    /** Draws a server; the first ones are the most popular. */
    Site draw(SplittableRandom random) {
        double u = random.nextDouble();
        return sites[(int) (COUNT * u * u)];
    }
}
