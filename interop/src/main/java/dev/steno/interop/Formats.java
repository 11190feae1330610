package dev.steno.interop;

import dev.steno.interop.burp.BurpImporter;
import dev.steno.interop.charles.CharlesImporter;
import dev.steno.interop.code.CopyExporter;
import dev.steno.interop.har.HarImporter;
import dev.steno.interop.har.out.HarExporter;
import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.Preamble;
import dev.steno.interop.k6.K6Exporter;
import dev.steno.interop.mitm.MitmExporter;
import dev.steno.interop.mitm.MitmImporter;
import dev.steno.interop.openapi.OpenApiExporter;
import dev.steno.interop.otlp.OtlpExporter;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.interop.pcap.PcapExporter;
import dev.steno.interop.proxyman.ProxymanImporter;
import dev.steno.interop.saz.SazImporter;
import dev.steno.interop.table.CsvExporter;
import dev.steno.interop.table.JsonLinesExporter;
import dev.steno.interop.warc.WarcExporter;
import dev.steno.interop.warc.WarcImporter;
import dev.steno.interop.zap.ZapMessagesImporter;
import dev.steno.interop.zap.ZapSessionImporter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The formats that are read and written. Immutable. */
public final class Formats {
    /** The formats that are read, in the order in which a file is tried. */
    public static final List<FlowImporter> IMPORTERS = List.of(
            new CharlesImporter(),
            new ProxymanImporter(),
            new SazImporter(),
            new BurpImporter(),
            new ZapSessionImporter(),
            new ZapMessagesImporter(),
            new WarcImporter(),
            new HarImporter(),
            new MitmImporter());

    /** The formats that are written. */
    public static final List<FlowExporter> EXPORTERS = Stream.concat(
                    Stream.of(
                            new HarExporter(),
                            new MitmExporter(),
                            new WarcExporter(),
                            new PcapExporter(),
                            new OtlpExporter(),
                            new JsonLinesExporter(),
                            new CsvExporter(),
                            new K6Exporter(),
                            new OpenApiExporter()),
                    CopyExporter.all().stream())
            .toList();

    private Formats() {}

    /** Returns the format that is read under a name; empty if there is none. */
    public static Optional<FlowImporter> importer(String label) {
        return IMPORTERS.stream().filter(each -> each.label().equals(label)).findFirst();
    }

    /** Returns the format that is written under a name; empty if there is none. */
    public static Optional<FlowExporter> exporter(String label) {
        return EXPORTERS.stream().filter(each -> each.label().equals(label)).findFirst();
    }

    /** Returns the names of all formats that are read, separated by commas. */
    public static String importerLabels() {
        return IMPORTERS.stream().map(FlowImporter::label).collect(Collectors.joining(", "));
    }

    /** Returns the names of all formats that are written, separated by commas. */
    public static String exporterLabels() {
        return EXPORTERS.stream().map(FlowExporter::label).collect(Collectors.joining(", "));
    }

    /**
     * Recognises the format of a file by its content.
     *
     * @throws dev.steno.interop.intake.RefusedFileException if it is none that is read; the message says what to do
     */
    public static FlowImporter recognise(ImportSource source) throws IOException {
        Preamble head = source.preamble();
        for (FlowImporter each : IMPORTERS) {
            if (each.recognises(head)) {
                return each;
            }
        }
        throw UnreadFormats.refusal(source);
    }
}
