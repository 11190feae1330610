package dev.steno.interop.code;

import dev.steno.copy.CopyFormat;
import dev.steno.copy.UncopyableException;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.outlet.ExportFlows;
import dev.steno.interop.outlet.FlowExporter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes flows in a format of copies, one after the other, each under a comment that names it. A flow that the format cannot
 * express is a comment that says why, and is counted.
 */
public final class CopyExporter implements FlowExporter {
    private final CopyFormat format;

    private CopyExporter(CopyFormat format) {
        this.format = format;
    }

    /** Returns an exporter for each format of copies. */
    public static List<FlowExporter> all() {
        return Arrays.stream(CopyFormat.values())
                .<FlowExporter>map(CopyExporter::new)
                .toList();
    }

    @Override
    public String label() {
        return format.label();
    }

    @Override
    public String title() {
        return format.title();
    }

    @Override
    public String extension() {
        return format.extension();
    }

    @Override
    public String mediaType() {
        return format.mediaType();
    }

    @Override
    public void exportFlows(ExportFlows from, OutputStream to) throws IOException {
        boolean shell = format == CopyFormat.CURL || format == CopyFormat.HTTPIE;
        String separator = format == CopyFormat.URL || !format.comment("").isEmpty() ? "\n" : "";
        text(to, shell ? "#!/bin/sh\n" : "");
        from.forEach(flow -> {
            text(to, format.comment(name(flow)));
            try {
                to.write(format.copy(flow, from::body));
                text(to, separator);
                from.wrote();
            } catch (UncopyableException e) {
                text(to, format.comment("left out: " + e.getMessage()));
                from.losses().count(Loss.KIND_UNSUPPORTED, String.valueOf(e.getMessage()));
            }
        });
    }

    private static String name(Flow flow) {
        return "flow " + FlowNumber.print(flow.id())
                + (flow instanceof HttpFlow http
                        ? ": " + http.request().method() + " " + http.request().url()
                        : "");
    }

    private static void text(OutputStream to, String ascii) throws IOException {
        to.write(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
