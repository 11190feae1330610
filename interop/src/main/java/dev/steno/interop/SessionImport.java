package dev.steno.interop;

import dev.steno.interop.intake.DamagedFileException;
import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.loss.LossReport;
import dev.steno.session.Session;
import dev.steno.store.Progress;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Imports one file into a started session, which may be recording traffic at the same time. Blocks. Stateless. */
public final class SessionImport {
    private SessionImport() {}

    /**
     * What an import of one file did.
     *
     * @param format its format
     * @param flows number of imported flows
     * @param ended why the rest of the file was not read; null if all of it was
     */
    public record Imported(
            String file,
            FlowImporter format,
            long flows,
            LossReport losses,
            @Nullable DamagedFileException ended) {
        /** Returns why the rest was not read, in the terms of the command line; null if all of it was. */
        public @Nullable String damage() {
            return ended == null ? null : ended.getMessage();
        }
    }

    /**
     * Imports a file.
     *
     * @param forced the format; null to recognise it
     * @throws dev.steno.interop.intake.RefusedFileException if nothing can be imported; the message says what to do
     * @throws dev.steno.store.WorkStopped if the progress requires it; the flows so far stay
     */
    public static Imported run(
            ImportSource source,
            @Nullable FlowImporter forced,
            Session session,
            ImportOptions options,
            Progress progress)
            throws IOException {
        FlowImporter format = forced == null ? Formats.recognise(source) : forced;
        LossReport losses = new LossReport();
        Intake intake = new Intake(session, source.limits(), options, losses, progress);
        intake.setOrigin(format.title());
        DamagedFileException ended = null;
        try {
            format.importFlows(source, intake);
        } catch (DamagedFileException e) {
            ended = e;
        } finally {
            intake.finish();
        }
        return new Imported(source.name(), format, intake.flows(), losses, ended);
    }
}
