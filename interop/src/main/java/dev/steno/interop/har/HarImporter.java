package dev.steno.interop.har;

import dev.steno.interop.intake.Archive;
import dev.steno.interop.intake.DamagedFileException;
import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.Preamble;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.interop.json.JsonShape;
import dev.steno.interop.loss.Loss;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Imports HTTP archives, also in gzip or zlib, as JSONP, and in ZIP files with their attachments. Stateless. */
public final class HarImporter implements FlowImporter {
    @Override
    public String label() {
        return "har";
    }

    @Override
    public String title() {
        return "HAR";
    }

    @Override
    public boolean recognises(Preamble head) {
        if (head.isZip()) {
            return head.hasEntry(HarImporter::isArchive);
        }
        JsonShape shape = JsonShape.of(head.start());
        return shape.json() && (shape.has("log", "entries", "request") || shape.open() && !shape.array());
    }

    private static boolean isArchive(String entry) {
        return entry.toLowerCase(Locale.ROOT).endsWith(".har");
    }

    @Override
    public void importFlows(ImportSource from, Intake to) throws IOException {
        if (from.preamble().isZip()) {
            importArchives(from, to);
            return;
        }
        Path folder = to.options().attachments();
        try (InputStream in = from.open();
                HarDocument document = new HarDocument(
                        from.name(), in, folder == null ? HarAttachments.NONE : HarAttachments.in(folder), to)) {
            document.read();
        }
    }

    private static void importArchives(ImportSource from, Intake to) throws IOException {
        try (Archive zip = Archive.open(from)) {
            List<String> archives =
                    zip.names().stream().filter(HarImporter::isArchive).toList();
            if (archives.isEmpty()) {
                throw new RefusedFileException(
                        from.name() + " has no entry .har; extract it and import the files in it");
            }
            RefusedFileException refused = null;
            DamagedFileException damaged = null;
            for (String archive : archives) {
                to.setOrigin("HAR");
                try (InputStream in = zip.open(archive);
                        HarDocument document = new HarDocument(
                                from.name() + " (" + archive + ")",
                                java.util.Objects.requireNonNull(in),
                                HarAttachments.in(zip, archive),
                                to)) {
                    document.read();
                } catch (RefusedFileException e) {
                    refused = e;
                    to.losses().count(Loss.DAMAGED, archive + ": " + e.getMessage());
                } catch (DamagedFileException e) {
                    damaged = damaged == null ? e : damaged;
                }
            }
            if (damaged != null) {
                throw damaged;
            }
            if (refused != null && to.flows() == 0) {
                throw refused;
            }
        }
    }
}
