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
 * Finds certificates for a check: in the place of one that is missing or is not what its fingerprint says, it gives a
 * stand-in and remembers the name, so that the flow can still be read. For one thread.
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

    /** The fingerprints of those that were asked for in vain since the last call. */
    public Set<String> takeMissing() {
        Set<String> taken = Set.copyOf(missing);
        missing.clear();
        return taken;
    }

    /** The same facts without the stand-ins. */
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
