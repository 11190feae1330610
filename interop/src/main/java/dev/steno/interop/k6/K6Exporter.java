package dev.steno.interop.k6;

import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.outlet.ExportFlows;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.interop.outlet.StaticContent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes a script of k6: a call of {@code http.request} for each flow in the order of the record, in groups by page, with the
 * pauses between them. Bodies of more than {@value #LONGEST_BODY} bytes are left out.
 */
public final class K6Exporter implements FlowExporter {
    /** Upper bound on a body in bytes, since every virtual user has a copy of the script. */
    static final int LONGEST_BODY = 1 << 20;

    @Override
    public String label() {
        return "k6";
    }

    @Override
    public String title() {
        return "a script of k6";
    }

    @Override
    public List<ExportOptions.Choice> choices() {
        return List.of(ExportOptions.Choice.NO_STATIC);
    }

    @Override
    public String extension() {
        return ".js";
    }

    @Override
    public String mediaType() {
        return "text/javascript";
    }

    @Override
    public void exportFlows(ExportFlows from, OutputStream to) throws IOException {
        K6Script script = new K6Script(to);
        script.begin();
        from.forEach(flow -> {
            if (!(flow instanceof HttpFlow http)) {
                from.losses().count(Loss.KIND_UNSUPPORTED, "flow " + FlowNumber.print(flow.id()) + ", a raw stream");
            } else if (http.webSocket() != null || !http.request().path().startsWith("/")) {
                from.losses()
                        .count(
                                Loss.KIND_UNSUPPORTED,
                                "flow " + FlowNumber.print(flow.id()) + ", which is no plain request");
            } else if (from.options().withoutStatic() && StaticContent.isStatic(http)) {
                from.losses().count(Loss.NOT_ASKED, "flow " + FlowNumber.print(flow.id()) + ", a static file");
            } else {
                boolean whole = http.request().body().size() <= LONGEST_BODY;
                if (!whole) {
                    from.losses().count(Loss.BODY_MISSING, "flow " + FlowNumber.print(flow.id()));
                }
                script.request(
                        http, whole ? from.body(http, http.request().body()).readAllBytes() : new byte[0]);
                from.wrote();
            }
        });
        script.end();
    }
}
