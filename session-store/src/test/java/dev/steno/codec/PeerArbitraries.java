package dev.steno.codec;

import dev.steno.flow.Certificate;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Peer;
import dev.steno.flow.Tls;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Generated connections. */
final class PeerArbitraries {
    private PeerArbitraries() {}

    /** Connections, one in three through a next proxy. */
    static Arbitrary<Peer> peers() {
        Arbitrary<Peer> direct = peers(Arbitraries.just(null));
        Arbitrary<Peer> viaOne = peers(direct);
        Arbitrary<Peer> viaTwo = peers(viaOne);
        return Arbitraries.oneOf(direct, direct, direct, direct, viaOne, viaTwo);
    }

    private static Arbitrary<Peer> peers(Arbitrary<@Nullable Peer> next) {
        Arbitrary<Long> time = WireArbitraries.times();
        return Combinators.combine(
                        WireArbitraries.counts(),
                        endpoints(),
                        endpoints().injectNull(0.3),
                        endpoints().injectNull(0.3),
                        Combinators.combine(time, time, time).as(Tuple::of),
                        tls().injectNull(0.4),
                        next,
                        WireArbitraries.texts().injectNull(0.6))
                .as((connection, address, ip, local, times, tls, via, mode) -> new Peer(
                        connection, address, ip, local, times.get1(), times.get2(), times.get3(), tls, via, mode));
    }

    static Arbitrary<Endpoint> endpoints() {
        Arbitrary<String> host = Arbitraries.oneOf(
                Arbitraries.of("example.test", "192.0.2.7", "2001:db8::1", "fe80::1%eth0"), WireArbitraries.strings());
        return Combinators.combine(host, ports()).as(Endpoint::new);
    }

    static Arbitrary<Integer> ports() {
        return Arbitraries.integers().between(0, 0xFFFF);
    }

    private static Arbitrary<Tls> tls() {
        Arbitrary<String> name = WireArbitraries.strings();
        Arbitrary<String> text = WireArbitraries.texts();
        Arbitrary<List<Integer>> extensions = ports().list().ofMaxSize(25);
        return Combinators.combine(
                        WireArbitraries.times(),
                        Combinators.combine(text.injectNull(0.3), text.injectNull(0.3))
                                .as(Tuple::of),
                        name.injectNull(0.3),
                        name.injectNull(0.3),
                        name.list().ofMaxSize(3),
                        extensions,
                        certificates().list().ofMaxSize(3),
                        certificates().injectNull(0.5))
                .as((established, agreed, sni, alpn, offers, types, chain, minted) ->
                        new Tls(established, agreed.get1(), agreed.get2(), sni, alpn, offers, types, chain, minted));
    }

    private static Arbitrary<Certificate> certificates() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(12).map(Certificate::new);
    }
}
