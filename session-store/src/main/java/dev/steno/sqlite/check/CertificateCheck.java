package dev.steno.sqlite.check;

import dev.steno.flow.Certificate;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.table.MessageTable;
import dev.steno.store.Problem.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds certificates that do not match the fingerprint under which they are stored. Within the caller's transaction.
 */
final class CertificateCheck {
    private final SqliteConnection sqlite;
    private final Findings findings;
    private final @Nullable Repair repair;

    CertificateCheck(SqliteConnection sqlite, Findings findings, @Nullable Repair repair) {
        this.sqlite = sqlite;
        this.findings = findings;
        this.repair = repair;
    }

    private record Wrong(byte[] name, byte[] der) {}

    void run() throws SQLException {
        List<Wrong> wrong = new ArrayList<>();
        try (ResultSet row = sqlite.of("SELECT sha256, der FROM certificate").executeQuery()) {
            while (row.next()) {
                byte[] name = MessageTable.data(row, 1);
                byte[] der = MessageTable.data(row, 2);
                if (!new Certificate(der).fingerprint().equals(HexFormat.of().formatHex(name))) {
                    wrong.add(new Wrong(name, der));
                }
            }
        }
        for (Wrong each : wrong) {
            String text = "certificate " + HexFormat.of().formatHex(each.name) + " does not match its fingerprint";
            findings.addProblem(Kind.CERTIFICATE, 0, text);
            if (repair != null) {
                repair.certificate(each.name, each.der, text);
            }
        }
    }
}
