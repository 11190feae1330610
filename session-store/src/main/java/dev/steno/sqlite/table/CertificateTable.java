package dev.steno.sqlite.table;

import dev.steno.codec.CertificateSource;
import dev.steno.codec.FlowCodec;
import dev.steno.codec.RecentTls;
import dev.steno.flow.Certificate;
import dev.steno.flow.Flow;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.file.UncheckedSqlException;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table {@code certificate}. Reader and writer each have a bounded cache. For one thread at a time. */
public final class CertificateTable {
    private static final int REMEMBERED = 1024;

    private CertificateTable() {}

    /** Writes the certificates that are not stored yet. */
    public static final class Writer {
        private final SqliteConnection sqlite;
        private final Set<String> stored = new HashSet<>();
        private final Set<String> uncommitted = new HashSet<>();
        private final List<Certificate> fresh = new ArrayList<>();

        public Writer(SqliteConnection sqlite) {
            this.sqlite = sqlite;
        }

        public void write(Flow flow) throws SQLException {
            FlowCodec.certificates(flow, certificate -> {
                String name = certificate.fingerprint();
                if (!stored.contains(name) && uncommitted.add(name)) {
                    fresh.add(certificate);
                }
            });
            for (Certificate certificate : fresh) {
                PreparedStatement insert = sqlite.of(
                        "INSERT INTO certificate (sha256, der) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING");
                insert.setBytes(1, certificate.sha256());
                insert.setBytes(2, certificate.der());
                insert.executeUpdate();
            }
            fresh.clear();
        }

        public void committed() {
            if (stored.size() > REMEMBERED) {
                stored.clear();
            }
            stored.addAll(uncommitted);
            uncommitted.clear();
        }

        public void rolledBack() {
            uncommitted.clear();
            fresh.clear();
        }
    }

    /** A SHA-256 as a key: every flow with TLS has several, and as text they took a fifth of the time to decode it. */
    private record Fingerprint(long first, long second, long third, long fourth) {
        static Fingerprint of(byte[] sha256) {
            ByteBuffer bytes = ByteBuffer.wrap(sha256);
            return new Fingerprint(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        }

        @Override
        public int hashCode() {
            return Long.hashCode(first); // a hash already
        }
    }

    /** Finds certificates by fingerprint. */
    public static final class Reader implements CertificateSource {
        private final SqliteConnection sqlite;
        private final String query;
        private final RecentTls sessions = new RecentTls();
        private final Map<Fingerprint, Certificate> recent = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Fingerprint, Certificate> eldest) {
                return size() > REMEMBERED;
            }
        };

        public Reader(SqliteConnection sqlite) {
            this(sqlite, "");
        }

        /** @param schema the prefix of an attached database's tables; empty for the main database */
        public Reader(SqliteConnection sqlite, String schema) {
            this.sqlite = sqlite;
            this.query = "SELECT der FROM " + schema + "certificate WHERE sha256 = ?";
        }

        @Override
        public RecentTls recentTls() {
            return sessions;
        }

        @Override
        public @Nullable Certificate certificate(byte[] sha256) {
            Fingerprint name = Fingerprint.of(sha256);
            Certificate known = recent.get(name);
            if (known != null) {
                return known;
            }
            try {
                PreparedStatement named = sqlite.of(query);
                named.setBytes(1, sha256);
                try (ResultSet row = named.executeQuery()) {
                    if (!row.next()) {
                        return null;
                    }
                    Certificate found = new Certificate(row.getBytes(1));
                    recent.put(name, found);
                    return found;
                }
            } catch (SQLException e) {
                throw new UncheckedSqlException(e);
            }
        }
    }
}
