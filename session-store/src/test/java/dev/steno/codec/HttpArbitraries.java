package dev.steno.codec;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Generated requests and responses. */
final class HttpArbitraries {
    private HttpArbitraries() {}

    /** The fields that requests and responses share. */
    private record Rest(
            String version, Headers headers, @Nullable Headers trailers, Body body, long started, long ended) {}

    static Arbitrary<HttpRequest> requests() {
        Arbitrary<String> any = WireArbitraries.strings();
        Arbitrary<String> method = Arbitraries.oneOf(Arbitraries.of("GET", "POST", "CONNECT", "OPTIONS"), any);
        Arbitrary<String> scheme = Arbitraries.of("http", "https");
        Arbitrary<String> target = Arbitraries.oneOf(any, Arbitraries.of("/find?name=Ada&b=2", "/find?", "/find?a=?b"));
        return Combinators.combine(method, scheme, any, PeerArbitraries.ports(), target, rest())
                .as((m, s, host, port, path, rest) -> new HttpRequest(
                        m,
                        s,
                        host,
                        port,
                        path,
                        rest.version,
                        rest.headers,
                        rest.trailers,
                        rest.body,
                        rest.started,
                        rest.ended));
    }

    static Arbitrary<HttpResponse> responses() {
        return Combinators.combine(Arbitraries.integers().between(100, 999), WireArbitraries.strings(), rest())
                .as((status, reason, rest) -> new HttpResponse(
                        rest.version,
                        status,
                        reason,
                        rest.headers,
                        rest.trailers,
                        rest.body,
                        rest.started,
                        rest.ended));
    }

    private static Arbitrary<Rest> rest() {
        Arbitrary<String> version =
                Arbitraries.oneOf(Arbitraries.of("HTTP/1.1", "HTTP/1.0", "HTTP/2"), WireArbitraries.strings());
        Arbitrary<Headers> trailers = Arbitraries.oneOf(WireArbitraries.headers(), Arbitraries.just(Headers.EMPTY))
                .injectNull(0.5);
        return Combinators.combine(
                        version,
                        WireArbitraries.headers(),
                        trailers,
                        WireArbitraries.bodies(),
                        WireArbitraries.times(),
                        WireArbitraries.times())
                .as(Rest::new);
    }
}
