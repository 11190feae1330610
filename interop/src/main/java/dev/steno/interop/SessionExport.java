package dev.steno.interop;

import dev.steno.interop.loss.Loss;
import dev.steno.interop.loss.LossReport;
import dev.steno.interop.outlet.ExportFlows;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.interop.outlet.FlowIds;
import dev.steno.redact.Redactor;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Exports flows of a session. Blocks. Stateless. */
public final class SessionExport {
    private static final int BUFFER = 64 << 10;

    private SessionExport() {}

    /**
     * What an export did.
     *
     * @param flows number of flows that were written
     */
    public record Exported(FlowExporter format, long flows, LossReport losses) {}

    /**
     * What is exported, and how.
     *
     * @param redactor replaces secrets; {@link Redactor#NONE} if they are to leave the machine; counts from 0
     */
    public record Request(FlowExporter format, FlowIds flows, ExportOptions options, Redactor redactor) {}

    /** Writes the flows to a stream, which is flushed and not closed. */
    public static Exported write(SessionReader reader, Request request, OutputStream to, Progress progress)
            throws IOException {
        LossReport losses = new LossReport();
        ExportFlows flows =
                new ExportFlows(reader, request.flows(), request.options(), request.redactor(), losses, progress);
        BufferedOutputStream out = new BufferedOutputStream(to, BUFFER);
        request.format().exportFlows(flows, out);
        out.flush();
        losses.count(Loss.REDACTED, flows.redacted(), "secrets");
        return new Exported(request.format(), flows.written(), losses);
    }

    /**
     * Writes the flows to a file, which appears complete or not at all.
     *
     * @param replace whether an existing file is replaced
     */
    public static Exported write(SessionReader reader, Request request, Path to, boolean replace, Progress progress)
            throws IOException {
        if (!replace && Files.exists(to)) {
            throw new IOException(to + " exists; give another name, or --force to replace it");
        }
        Path draft = to.resolveSibling(to.getFileName() + ".new");
        try {
            Exported done;
            try (OutputStream out = Files.newOutputStream(draft)) {
                done = write(reader, request, out, progress);
            }
            Files.move(draft, to, StandardCopyOption.REPLACE_EXISTING);
            return done;
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
