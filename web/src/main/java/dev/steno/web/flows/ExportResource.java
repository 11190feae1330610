package dev.steno.web.flows;

import dev.steno.filter.Filter;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.interop.outlet.FlowIds;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.store.Progress;
import dev.steno.store.WorkStopped;
import dev.steno.view.FlowSpec;
import dev.steno.web.exchange.ForeignExport;
import dev.steno.web.exchange.UntilGone;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A session file of a set of flows. It is first written beside the session, in many short reads that do not delay the
 * recorder, then sent and removed. All of that ends when the client leaves.
 */
public final class ExportResource {
    private final RecordedSession session;
    private final ForeignExport.Leaving leaving;

    /** @param leaving replaces secrets in exports for other tools; a session file has them all */
    public ExportResource(RecordedSession session, ForeignExport.Leaving leaving) {
        this.session = session;
        this.leaving = leaving;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                "/api/v1/export",
                "Returns a set of flows as a session file, or in the format of another tool, without secrets unless secrets is on"
                        + " (format, set, view, secrets).",
                this::export));
    }

    private ApiResponse export(ApiRequest request) throws IOException {
        String format = request.parameter("format").orElse("steno");
        FlowExporter foreign = format.equals("steno") ? null : ForeignExport.format(format);
        FlowSpec set = FlowSelection.parse(request.parameter("set").orElse("@all"));
        Path source = session.recorder().store().file();
        if (foreign != null) {
            return foreign(request, foreign, set, source);
        }
        if (request.method().equals("HEAD")) {
            return named(ApiResponse.stream("application/octet-stream", out -> {}), source);
        }
        session.settle();
        Path folder = ExportFolder.create(source);
        Path copy = folder.resolve("export.steno");
        long bytes;
        try {
            bytes = copy(request, set, source, copy);
        } catch (IOException | RuntimeException e) {
            remove(folder, copy);
            throw e;
        }
        ApiResponse.Body body = out -> {
            try {
                Files.copy(copy, out);
            } finally {
                remove(folder, copy);
            }
        };
        return named(new ApiResponse(200, "application/octet-stream", Map.of(), bytes, body), source);
    }

    private ApiResponse foreign(ApiRequest request, FlowExporter format, FlowSpec set, Path source) throws IOException {
        Progress progress = new UntilGone(request);
        session.settle();
        ForeignExport.Selection flows;
        if (set == FlowSpec.Named.ALL) {
            flows = reader -> FlowIds.matching(reader, Filter.ALL, progress::isStopped);
        } else {
            Roaring64Bitmap chosen = chosen(request, set);
            flows = reader -> FlowIds.of(chosen);
        }
        ApiResponse response = new ForeignExport(session.recorder(), leaving)
                .respond(format, flows, request.isOn("secrets"), progress);
        return named(response, source, format.extension());
    }

    private Roaring64Bitmap chosen(ApiRequest request, FlowSpec set) throws IOException {
        try {
            return session.view(request).resolve(set).get();
        } catch (ExecutionException e) {
            throw new IOException("the flows cannot be selected: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Steno stops");
        }
    }

    private long copy(ApiRequest request, FlowSpec set, Path source, Path copy) throws IOException {
        Progress progress = new UntilGone(request);
        try {
            if (set == FlowSpec.Named.ALL) {
                SessionCopy.save(source, copy, Filter.ALL, false, progress);
            } else {
                SessionCopy.save(source, copy, chosen(request, set), progress);
            }
        } catch (WorkStopped e) {
            throw new IOException("the client closed the connection", e);
        }
        return Files.size(copy);
    }

    private static ApiResponse named(ApiResponse response, Path source) {
        return named(response, source, ".steno");
    }

    private static ApiResponse named(ApiResponse response, Path source, String extension) {
        String name =
                source.getFileName().toString().replaceAll("\\.steno$", "").replaceAll("[^\\w.-]", "_");
        return response.with("Content-Disposition", "attachment; filename=\"" + name + "-export" + extension + "\"");
    }

    private static void remove(Path folder, Path copy) throws IOException {
        Files.deleteIfExists(copy);
        Files.deleteIfExists(folder);
    }
}
