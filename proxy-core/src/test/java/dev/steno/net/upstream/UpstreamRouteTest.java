package dev.steno.net.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Endpoint;
import org.junit.jupiter.api.Test;

class UpstreamRouteTest {
    @Test
    void routesAreEqualIfServerAndTlsAre() {
        UpstreamRoute route = route("a.test", 443, true);
        assertThat(route).isEqualTo(route("a.test", 443, true)).hasSameHashCodeAs(route("a.test", 443, true));
        assertThat(route)
                .isNotEqualTo(route("a.test", 443, false))
                .isNotEqualTo(route("a.test", 444, true))
                .isNotEqualTo(route("b.test", 443, true))
                .isNotEqualTo("a.test");
    }

    private static UpstreamRoute route(String host, int port, boolean tls) {
        return new UpstreamRoute(new Endpoint(host, port), tls);
    }
}
