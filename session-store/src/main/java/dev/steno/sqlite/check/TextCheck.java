package dev.steno.sqlite.check;

import dev.steno.search.Postings;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.table.TextTable;
import dev.steno.store.Problem.Kind;
import java.sql.SQLException;
import java.util.List;

/**
 * Checks that the index of texts is complete. A repair drops an incomplete index, and the next recorder builds it
 * again. Within the caller's transaction.
 */
final class TextCheck {
    private final SqliteConnection sqlite;
    private final Findings findings;
    private final boolean mend;

    TextCheck(SqliteConnection sqlite, Findings findings, boolean mend) {
        this.sqlite = sqlite;
        this.findings = findings;
        this.mend = mend;
    }

    void run() throws SQLException {
        long before = findings.of(Kind.TEXT_INDEX);
        List<Long> torn = sqlite.numbers("SELECT id FROM text_chunk c WHERE (SELECT count(*) FROM text_posting p"
                + " WHERE p.id >= c.id * " + Postings.ROWS + " AND p.id < (c.id + 1) * " + Postings.ROWS + ") <> "
                + Postings.ROWS);
        for (long chunk : torn) {
            findings.addProblem(Kind.TEXT_INDEX, 0, "chunk " + chunk + " of the text index lacks rows");
        }
        if (mend && findings.of(Kind.TEXT_INDEX) > before) {
            TextTable.forget(sqlite);
        }
    }
}
