package dev.steno.codec;

import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.Certificate;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes TLS sessions; certificates by fingerprint. Stateless. */
final class TlsCodec {
    private TlsCodec() {}

    static void write(WireWriter out, int field, @Nullable Tls tls) {
        if (tls == null) {
            return;
        }
        int tlsEnd = out.open();
        if (tls.minted() != null) {
            out.fingerprint(FlowProto.Tls.MINTED_FIELD_NUMBER, tls.minted());
        }
        for (int i = tls.peerCertificates().size() - 1; i >= 0; i--) {
            out.fingerprint(
                    FlowProto.Tls.PEER_CERTIFICATES_FIELD_NUMBER,
                    tls.peerCertificates().get(i));
        }
        if (!tls.extensions().isEmpty()) {
            int packedEnd = out.open();
            for (int i = tls.extensions().size() - 1; i >= 0; i--) {
                out.varint(tls.extensions().get(i));
            }
            out.close(FlowProto.Tls.EXTENSIONS_FIELD_NUMBER, packedEnd);
        }
        for (int i = tls.alpnOffers().size() - 1; i >= 0; i--) {
            out.latin1Of(
                    FlowProto.Tls.ALPN_OFFERS_FIELD_NUMBER, tls.alpnOffers().get(i), "ALPN offer");
        }
        if (tls.alpn() != null) {
            out.latin1Of(FlowProto.Tls.ALPN_FIELD_NUMBER, tls.alpn(), "ALPN protocol");
        }
        if (tls.sni() != null) {
            out.latin1Of(FlowProto.Tls.SNI_FIELD_NUMBER, tls.sni(), "server name of the ClientHello");
        }
        if (tls.cipher() != null) {
            out.textOf(FlowProto.Tls.CIPHER_FIELD_NUMBER, tls.cipher(), "cipher suite");
        }
        if (tls.version() != null) {
            out.textOf(FlowProto.Tls.VERSION_FIELD_NUMBER, tls.version(), "TLS version");
        }
        out.time(FlowProto.Tls.ESTABLISHED_FIELD_NUMBER, tls.established());
        out.close(field, tlsEnd);
    }

    /** Returns a session that is equal to another but for the time at which it was established. */
    static Tls at(long established, Tls other) {
        return new Tls(
                established,
                other.version(),
                other.cipher(),
                other.sni(),
                other.alpn(),
                other.alpnOffers(),
                other.extensions(),
                other.peerCertificates(),
                other.minted());
    }

    static Tls read(WireReader in) throws IOException {
        long established = Times.UNSET;
        String version = null;
        String cipher = null;
        String sni = null;
        String alpn = null;
        List<String> alpnOffers = new ArrayList<>();
        List<Integer> extensions = new ArrayList<>();
        List<Certificate> peerCertificates = new ArrayList<>();
        Certificate minted = null;
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.Tls.ESTABLISHED_FIELD_NUMBER -> established = in.time();
                case FlowProto.Tls.VERSION_FIELD_NUMBER -> version = in.text();
                case FlowProto.Tls.CIPHER_FIELD_NUMBER -> cipher = in.text();
                case FlowProto.Tls.SNI_FIELD_NUMBER -> sni = in.latin1();
                case FlowProto.Tls.ALPN_FIELD_NUMBER -> alpn = in.latin1();
                case FlowProto.Tls.ALPN_OFFERS_FIELD_NUMBER -> alpnOffers.add(in.latin1());
                case FlowProto.Tls.EXTENSIONS_FIELD_NUMBER -> in.numbers(extensions);
                case FlowProto.Tls.PEER_CERTIFICATES_FIELD_NUMBER -> peerCertificates.add(in.certificate());
                case FlowProto.Tls.MINTED_FIELD_NUMBER -> minted = in.certificate();
                default -> in.skip();
            }
        }
        return new Tls(established, version, cipher, sni, alpn, alpnOffers, extensions, peerCertificates, minted);
    }
}
