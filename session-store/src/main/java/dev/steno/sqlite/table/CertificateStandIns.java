package dev.steno.sqlite.table;

import dev.steno.codec.CertificateSource;
import dev.steno.flow.Certificate;
import dev.steno.flow.Tls;
import dev.steno.sqlite.file.SqliteConnection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds certificates for a check. If a certificate is missing or does not match its fingerprint, it returns a
 * placeholder and remembers the fingerprint, so that the flow can still be decoded. For one thread.
 */
public final class CertificateStandIns implements CertificateSource {
    private static final Certificate STAND_IN = new Certificate(new byte[0]);

    private final CertificateTable.Reader table;
    private final Set<String> missing = new LinkedHashSet<>();

    public CertificateStandIns(SqliteConnection sqlite) {
        this.table = new CertificateTable.Reader(sqlite);
    }

    @Override
    public Certificate certificate(byte[] sha256) {
        Certificate found = table.certificate(sha256);
        String name = HexFormat.of().formatHex(sha256);
        if (found == null || !found.fingerprint().equals(name)) {
            missing.add(name);
            return STAND_IN;
        }
        return found;
    }

    /** Returns the fingerprints of the certificates replaced since the last call. */
    public Set<String> takeMissing() {
        Set<String> taken = Set.copyOf(missing);
        missing.clear();
        return taken;
    }

    /** Returns the facts without the placeholders. */
    public static Tls withoutStandIns(Tls tls) {
        List<Certificate> there =
                tls.peerCertificates().stream().filter(each -> each != STAND_IN).toList();
        return new Tls(
                tls.established(),
                tls.version(),
                tls.cipher(),
                tls.sni(),
                tls.alpn(),
                tls.alpnOffers(),
                tls.extensions(),
                there,
                tls.minted() == STAND_IN ? null : tls.minted());
    }
}
