package dev.steno.interop;

import dev.steno.interop.loss.Loss;
import dev.steno.interop.loss.LossReport;
import dev.steno.interop.outlet.ExportFlows;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.interop.outlet.FlowIds;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.file.DatabaseHeader;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.store.UndamagedFlows;
import dev.steno.text.FileErrors;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.JacksonIOException;

/** Exports flows of a session. Blocks. Stateless. */
public final class SessionExport {
    private static final int BUFFER = 64 << 10;

    /** Upper bound on the names that are tried for a file that is not complete yet. */
    private static final int DRAFTS = 100;

    private SessionExport() {}

    /**
     * What an export did.
     *
     * @param flows number of flows that were written
     * @param damaged number of flows that were left out, since they are damaged
     */
    public record Exported(FlowExporter format, long flows, long damaged, LossReport losses) {}

    /**
     * What is exported, and how.
     *
     * @param redactor replaces secrets; {@link Redactor#NONE} if they are to leave the machine; counts from 0
     * @param damage is told once of each flow that is left out, since it is damaged; the losses count them too
     */
    public record Request(
            FlowExporter format,
            FlowIds flows,
            ExportOptions options,
            Redactor redactor,
            UndamagedFlows.Damage damage) {
        public Request(FlowExporter format, FlowIds flows, ExportOptions options, Redactor redactor) {
            this(format, flows, options, redactor, (flow, why) -> {});
        }
    }

    /** Writes the flows to a stream, which is flushed and not closed. */
    public static Exported write(SessionReader reader, Request request, OutputStream to, Progress progress)
            throws IOException {
        LossReport losses = new LossReport();
        ExportFlows flows = new ExportFlows(
                reader, request.flows(), request.options(), request.redactor(), losses, progress, request.damage());
        BufferedOutputStream out = new BufferedOutputStream(to, BUFFER);
        try {
            request.format().exportFlows(flows, out);
        } catch (JacksonIOException e) {
            // the library wraps the failure of a stream that it writes to
            throw e.getCause();
        }
        out.flush();
        losses.count(Loss.REDACTED, flows.redacted(), "secrets");
        return new Exported(request.format(), flows.written(), flows.damaged(), losses);
    }

    /**
     * Writes the flows to a file, which appears complete or not at all. A pipe or a device is written to as it is.
     *
     * @param replace whether an existing file is replaced; never a folder or a database, such as the session itself
     */
    public static Exported write(SessionReader reader, Request request, Path to, boolean replace, Progress progress)
            throws IOException {
        if (Files.isDirectory(to)) {
            throw new IOException(to + " is a folder; give the name of a file");
        }
        if (Files.exists(to) && !Files.isRegularFile(to)) {
            return writeTo(to, new FileOutputStream(to.toFile()), reader, request, progress);
        }
        Path file = Files.exists(to) ? to.toRealPath() : to.toAbsolutePath();
        if (Files.exists(file)) {
            if (!replace) {
                throw new IOException(to + " exists; give another name, or --force to replace it");
            }
            if (DatabaseHeader.begins(file)) {
                throw new IOException(
                        to + " is a database, such as a session, which no export replaces; give another name");
            }
        } else if (file.getParent() == null || !Files.isDirectory(file.getParent())) {
            throw new IOException("there is no folder " + file.getParent() + "; create it first, or give another file");
        }
        Path draft = createDraft(to, file);
        try {
            Exported done = writeTo(to, Files.newOutputStream(draft), reader, request, progress);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            return done;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static Exported writeTo(
            Path named, OutputStream to, SessionReader reader, Request request, Progress progress) throws IOException {
        ToFile out = new ToFile(to);
        try (out) {
            return write(reader, request, out, progress);
        } catch (IOException e) {
            if (out.failure != null) {
                throw new IOException(
                        "cannot write " + named + ": " + FileErrors.reason(out.failure) + "; nothing was exported", e);
            }
            throw e;
        }
    }

    /** A file that remembers that it could not be written. */
    private static final class ToFile extends FilterOutputStream {
        @Nullable
        IOException failure;

        ToFile(OutputStream to) {
            super(to);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    /** Creates an empty file beside another one. A file of this name belongs to somebody, or to an export that was killed. */
    private static Path createDraft(Path named, Path file) throws IOException {
        for (int number = 1; ; number++) {
            try {
                return Files.createFile(
                        file.resolveSibling(file.getFileName() + ".new" + (number == 1 ? "" : "-" + number)));
            } catch (FileAlreadyExistsException e) {
                if (number >= DRAFTS) {
                    throw new IOException(e.getFile() + " and " + (DRAFTS - 1)
                            + " more exist, which exports that were killed left; remove them");
                }
            } catch (FileSystemException e) {
                throw new IOException(
                        "cannot write " + named + ": " + FileErrors.reason(e) + "; nothing was exported", e);
            }
        }
    }
}
