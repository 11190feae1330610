package dev.steno.interop.zap;

import dev.steno.interop.intake.DamagedFileException;
import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.Preamble;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.interop.loss.Loss;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Reads sessions of ZAP by the name of their {@code .session} file, or of the folder with one session. A session whose indexes are
 * broken is read by its primary key.
 */
public final class ZapSessionImporter implements FlowImporter {
    @Override
    public String label() {
        return "zap";
    }

    @Override
    public String title() {
        return "ZAP session";
    }

    @Override
    public boolean recognises(Preamble head) {
        try {
            return ZapFiles.base(head.file()) != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void importFlows(ImportSource from, Intake to) throws IOException {
        Path base = ZapFiles.base(from.seekable());
        if (base == null) {
            throw new RefusedFileException(
                    from.name() + " is no session of ZAP with its database: name its .session file, with the"
                            + " .session.script and .session.data files beside it");
        }
        ZapRows rows = new ZapRows(to);
        try {
            try {
                read(base, false, rows, from);
            } catch (SQLException e) {
                to.losses().count(Loss.DETAILS, "tags and WebSockets behind row " + rows.last() + ": " + oneLine(e));
                read(base, true, rows, from);
            }
        } catch (SQLException e) {
            if (rows.last() < 0) {
                throw new RefusedFileException(
                        from.name() + " cannot be opened: " + oneLine(e) + "; open it in ZAP once and save it again");
            }
            throw new DamagedFileException(
                    from.name() + " is damaged behind row " + rows.last() + " (" + oneLine(e)
                            + "); the rest is left out",
                    e);
        }
    }

    private static void read(Path base, boolean withoutIndexes, ZapRows rows, ImportSource from)
            throws SQLException, IOException {
        try (ZapFiles files =
                        ZapFiles.prepare(base, withoutIndexes, from.limits().head());
                Connection connection = ZapDatabase.open(files)) {
            rows.read(connection, !withoutIndexes);
        }
    }

    private static String oneLine(SQLException e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }
}
