package dev.steno.interop.har.out;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.outlet.ExportFlows;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;

/** Writes HAR 1.2. An entry a line, so that the file can be cut by line. */
public final class HarExporter implements FlowExporter {
    private static final byte[] SEPARATOR = ",\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public String label() {
        return "har";
    }

    @Override
    public String title() {
        return "HAR 1.2";
    }

    @Override
    public String extension() {
        return ".har";
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public void exportFlows(ExportFlows from, OutputStream to) throws IOException {
        to.write(("{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"Steno\",\"version\":\"1\"},\"pages\":[],"
                        + "\"entries\":[\n")
                .getBytes(StandardCharsets.US_ASCII));
        HarTlsErrors refusals = new HarTlsErrors();
        from.forEach(flow -> writeEntry(flow, from, to, refusals));
        to.write("\n]".getBytes(StandardCharsets.US_ASCII));
        refusals.write(to);
        to.write("}}\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static void writeEntry(Flow flow, ExportFlows from, OutputStream to, HarTlsErrors refusals)
            throws IOException {
        if (flow instanceof TcpFlow tcp) {
            if (!refusals.add(tcp)) {
                from.losses().count(Loss.KIND_UNSUPPORTED, "flow " + FlowNumber.print(flow.id()) + ", a raw stream");
            }
            return;
        }
        if (from.written() > 0) {
            to.write(SEPARATOR);
        }
        try (JsonGenerator json = Json.on(to)) {
            new HarEntryWriter(json, from).write((HttpFlow) flow);
        }
        from.wrote();
    }
}
