package dev.steno.codec;

import dev.steno.flow.Certificate;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Peer;
import dev.steno.flow.Tls;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Generated connections. */
final class PeerArbitraries {
    private PeerArbitraries() {}

    /** Connections, one in three through a next proxy. */
    static Arbitrary<Peer> peers() {
        Arbitrary<Peer> direct = peers(null);
        Arbitrary<Peer> viaOne = direct.flatMap(PeerArbitraries::peers);
        Arbitrary<Peer> viaTwo = viaOne.flatMap(PeerArbitraries::peers);
        return Arbitraries.oneOf(direct, direct, direct, direct, viaOne, viaTwo);
    }

    private static Arbitrary<Peer> peers(@Nullable Peer via) {
        Arbitrary<Long> time = WireArbitraries.times();
        return Combinators.combine(
                        WireArbitraries.counts(),
                        endpoints(),
                        endpoints().injectNull(0.3),
                        endpoints().injectNull(0.3),
                        time,
                        time,
                        time,
                        tls().injectNull(0.4))
                .flatAs((connection, address, ip, local, started, connected, ended, tls) -> WireArbitraries.texts()
                        .injectNull(0.6)
                        .map(mode ->
                                new Peer(connection, address, ip, local, started, connected, ended, tls, via, mode)));
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
                        text.injectNull(0.3),
                        text.injectNull(0.3),
                        name.injectNull(0.3),
                        name.injectNull(0.3),
                        name.list().ofMaxSize(3),
                        extensions,
                        certificates().list().ofMaxSize(3),
                        certificates().injectNull(0.5))
                .flatAs((version, cipher, sni, alpn, offers, types, chain, minted) -> WireArbitraries.times()
                        .map(established ->
                                new Tls(established, version, cipher, sni, alpn, offers, types, chain, minted)));
    }

    private static Arbitrary<Certificate> certificates() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(12).map(Certificate::new);
    }
}
