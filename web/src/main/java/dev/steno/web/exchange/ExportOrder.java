package dev.steno.web.exchange;

import dev.steno.filter.Filter;
import dev.steno.interop.Formats;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.interop.outlet.FlowIds;
import dev.steno.store.SessionReader;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import dev.steno.web.flows.FlowSelection;
import dev.steno.web.http.ApiProblem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What a client wants to export. Not to be changed.
 *
 * @param format null for a session file
 * @param flows their numbers; null for all flows
 * @param secrets whether they are sent too; a session file has them all
 */
record ExportOrder(@Nullable FlowExporter format, @Nullable Roaring64Bitmap flows, boolean secrets) {
    /** The format that is no other tool's. */
    static final String STENO = "steno";

    /**
     * Reads an order.
     *
     * @param set as the parameter {@code set}
     * @param view the one that names such as {@code @shown} are about
     * @throws ApiProblem 400 if there is no such format or set
     */
    static ExportOrder of(String format, String set, boolean secrets, Supplier<View> view) throws IOException {
        FlowExporter exporter = format.equals(STENO)
                ? null
                : Formats.exporter(format)
                        .orElseThrow(() -> ApiProblem.badRequest(
                                "format must be " + STENO + ", " + Formats.exporterLabels() + ", not " + format));
        FlowSpec spec = FlowSelection.parse(set);
        return new ExportOrder(exporter, spec == FlowSpec.Named.ALL ? null : chosen(spec, view.get()), secrets);
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
