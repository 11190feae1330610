package dev.steno.web.exchange;

import dev.steno.filter.Filter;
import dev.steno.interop.SessionExport;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.store.SessionReader;
import dev.steno.store.WorkStopped;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Exports as responses. A session file is first written beside the session, in many short reads that do not delay the recorder,
 * then sent and removed; the formats of other tools are written while they are sent. All of that ends when the client leaves.
 * Any thread that may block.
 */
final class SessionExports {
    private static final String EXPORT = "the export";

    private final RecordedSession session;
    private final Leaving leaving;

    SessionExports(RecordedSession session, Leaving leaving) {
        this.session = session;
        this.leaving = leaving;
    }

    /** @param withBody false if only the head of the response is wanted */
    ApiResponse respond(ExportOrder order, boolean withBody, ExportOutcome outcome) throws IOException {
        Path source = session.place();
        if (order.format() == null && !session.isFile()) {
            throw ApiProblem.of(
                    409,
                    session.name() + " is no session file that could be copied; choose the format of another tool");
        }
        if (!withBody) {
            return named(ApiResponse.stream(order.mediaType(), out -> {}), order, source);
        }
        session.settle();
        FlowExporter format = order.format();
        try {
            return named(
                    format == null ? file(order, source, outcome) : foreign(format, source, order, outcome),
                    order,
                    source);
        } catch (IOException | RuntimeException e) {
            outcome.fail(e);
            throw e;
        }
    }

    private ApiResponse file(ExportOrder order, Path source, ExportOutcome outcome) throws IOException {
        Path folder = SideFolder.create(source, EXPORT);
        Path copy = folder.resolve("export.steno");
        long bytes;
        try {
            bytes = copy(order, source, copy, outcome);
        } catch (IOException e) {
            SideFolder.remove(folder);
            throw SideFolder.failure(EXPORT, folder, e);
        } catch (RuntimeException e) {
            SideFolder.remove(folder);
            throw e;
        }
        ApiResponse.Body body = out -> {
            try {
                Files.copy(copy, out);
                outcome.finish(null);
            } catch (IOException e) {
                outcome.fail(e);
                throw e;
            } finally {
                SideFolder.remove(folder);
            }
        };
        return new ApiResponse(200, order.mediaType(), Map.of(), bytes, body);
    }

    private static long copy(ExportOrder order, Path source, Path copy, ExportOutcome outcome) throws IOException {
        try {
            if (order.flows() == null) {
                SessionCopy.save(source, copy, Filter.ALL, false, outcome);
            } else {
                SessionCopy.save(source, copy, order.flows(), outcome);
            }
        } catch (WorkStopped e) {
            throw new IOException("the client closed the connection", e);
        }
        return Files.size(copy);
    }

    private ApiResponse foreign(FlowExporter format, Path source, ExportOrder order, ExportOutcome outcome)
            throws IOException {
        Redactor redactor = order.secrets() ? Redactor.NONE : leaving.redactor(source);
        return ApiResponse.stream(format.mediaType(), out -> {
            try (SessionReader reader = session.reader()) {
                SessionExport.Request request = new SessionExport.Request(
                        format, order.ids(reader, outcome::isStopped), order.options(), redactor);
                outcome.finish(SessionExport.write(reader, request, out, outcome));
            } catch (IOException | RuntimeException e) {
                outcome.fail(e);
                throw e;
            }
        });
    }

    private static ApiResponse named(ApiResponse response, ExportOrder order, Path source) {
        String name =
                source.getFileName().toString().replaceAll("\\.steno$", "").replaceAll("[^\\w.-]", "_");
        return response.with(
                "Content-Disposition", "attachment; filename=\"" + name + "-export" + order.extension() + "\"");
    }
}
