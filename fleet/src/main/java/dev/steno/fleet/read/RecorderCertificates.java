package dev.steno.fleet.read;

import dev.steno.codec.CertificateSource;
import dev.steno.codec.RecentTls;
import dev.steno.flow.Certificate;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the certificates of the recorder whose flow is decoded. Those read last are kept, whatever their recorder, since a
 * fingerprint means the same certificate everywhere. For one thread at a time.
 */
final class RecorderCertificates implements CertificateSource {
    private static final int REMEMBERED = 1024;

    private final ReadConnection store;
    private final RecentTls sessions = new RecentTls();
    private final Map<ByteBuffer, Certificate> recent = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Certificate> eldest) {
            return size() > REMEMBERED;
        }
    };
    private int recorder;

    RecorderCertificates(ReadConnection store) {
        this.store = store;
    }

    /** Looks for certificates of this recorder from now on. */
    RecorderCertificates of(int number) {
        recorder = number;
        return this;
    }

    @Override
    public RecentTls recentTls() {
        return sessions;
    }

    /** @throws FailedLookup if the store cannot be read */
    @Override
    public @Nullable Certificate certificate(byte[] sha256) {
        ByteBuffer name = ByteBuffer.wrap(sha256);
        Certificate known = recent.get(name);
        if (known != null) {
            return known;
        }
        try {
            PreparedStatement query = store.of("SELECT der FROM steno.certificate WHERE recorder = ? AND sha256 = ?");
            query.setInt(1, recorder);
            query.setBytes(2, sha256);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                Certificate found = new Certificate(row.getBytes(1));
                recent.put(name, found);
                return found;
            }
        } catch (SQLException e) {
            throw new FailedLookup(e);
        }
    }
}
