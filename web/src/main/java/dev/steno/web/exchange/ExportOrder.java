package dev.steno.web.exchange;

import dev.steno.filter.Filter;
import dev.steno.interop.Formats;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.ExportOptions.Choice;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.interop.outlet.FlowIds;
import dev.steno.store.SessionReader;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import dev.steno.web.flows.FlowSelection;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What a client wants to export. Not to be changed.
 *
 * @param format null for a session file
 * @param flows their numbers; null for all flows
 * @param options what else is asked of the format
 * @param secrets whether they are sent too; a session file has them all
 */
record ExportOrder(
        @Nullable FlowExporter format, @Nullable Roaring64Bitmap flows, ExportOptions options, boolean secrets) {
    /** The format that is no other tool's. */
    static final String STENO = "steno";

    private static final String VERSION = "version";

    /** The parameters of an order. */
    private static final String[] PARAMETERS = {
        "format", "set", "view", "secrets", VERSION, Choice.TRUE_PORTS.label(), Choice.NO_STATIC.label()
    };

    /**
     * Reads an order from the query.
     *
     * @throws ApiProblem 400 if there is no such parameter, format, set, or choice of that format
     */
    static ExportOrder of(ApiRequest request, RecordedSession session) throws IOException {
        request.takes(PARAMETERS);
        String format = request.parameter("format").orElse(STENO);
        FlowExporter exporter = format.equals(STENO)
                ? null
                : Formats.exporter(format)
                        .orElseThrow(() -> ApiProblem.badRequest(
                                "format must be " + STENO + ", " + Formats.exporterLabels() + ", not " + format));
        ExportOptions options = new ExportOptions(
                version(request, format, exporter),
                isChosen(request, Choice.TRUE_PORTS, format, exporter),
                isChosen(request, Choice.NO_STATIC, format, exporter));
        FlowSpec spec = FlowSelection.parse(request.parameter("set").orElse("@all"));
        boolean secrets = request.isOn("secrets");
        return new ExportOrder(
                exporter, spec == FlowSpec.Named.ALL ? null : chosen(spec, session.view(request)), options, secrets);
    }

    private static int version(ApiRequest request, String format, @Nullable FlowExporter exporter) {
        List<Integer> versions = exporter == null ? List.of() : exporter.versions();
        int version = (int) request.number(VERSION, 0, 1, Integer.MAX_VALUE);
        if (version == 0 || versions.contains(version)) {
            return version;
        }
        throw ApiProblem.badRequest("there is no version " + version + " of " + format
                + (versions.isEmpty()
                        ? ", which has one only"
                        : "; there are "
                                + versions.stream().map(String::valueOf).collect(Collectors.joining(" and "))));
    }

    private static boolean isChosen(ApiRequest request, Choice choice, String format, @Nullable FlowExporter exporter) {
        boolean on = request.isOn(choice.label());
        if (on && (exporter == null || !exporter.choices().contains(choice))) {
            throw ApiProblem.badRequest("the parameter " + choice.label() + " has no meaning for the format " + format);
        }
        return on;
    }

    private static Roaring64Bitmap chosen(FlowSpec set, View view) throws IOException {
        try {
            return view.resolve(set).get();
        } catch (ExecutionException e) {
            throw new IOException("the flows cannot be selected: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Steno stops");
        }
    }

    /** Returns the flows as an export reads them. */
    FlowIds ids(SessionReader reader, BooleanSupplier cancelled) {
        return flows == null ? FlowIds.matching(reader, Filter.ALL, cancelled) : FlowIds.of(flows);
    }

    String extension() {
        return format == null ? ".steno" : format.extension();
    }

    String mediaType() {
        return format == null ? "application/octet-stream" : format.mediaType();
    }
}
