package dev.steno.cli.exchange;

import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.cli.tool.Filters;
import dev.steno.cli.tool.RedactionFlag;
import dev.steno.cli.tool.Sessions;
import dev.steno.filter.Filter;
import dev.steno.flow.FlowNumber;
import dev.steno.interop.Formats;
import dev.steno.interop.SessionExport;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.interop.outlet.FlowIds;
import dev.steno.redact.Redactor;
import dev.steno.store.SessionReader;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno export}: writes flows of a session for other tools. */
public final class ExportCommand extends ParsedSubcommand {
    private static final String FORMAT = "--format";
    private static final String OUTPUT = "--output";
    private static final String VERSION = "--format-version";
    private static final String SECRETS = "--with-secrets";

    @Override
    public String summary() {
        return "Export flows for other tools: HAR, mitmproxy, WARC, pcapng, curl, k6, OpenAPI and others.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
        spec.addOption(OptionSpec.builder(FORMAT)
                .paramLabel("FORMAT")
                .type(String.class)
                .required(true)
                .description(Formats.exporterLabels() + ".")
                .build());
        spec.addOption(OptionSpec.builder("-f", "--filter")
                .paramLabel("FILTER")
                .type(String.class)
                .description("Only flows that match.")
                .build());
        spec.addOption(OptionSpec.builder("-o", OUTPUT)
                .paramLabel("FILE")
                .type(Path.class)
                .description("The file to write; - is standard output, which is the default.")
                .build());
        spec.addOption(OptionSpec.builder("--force")
                .description("Replaces an existing file.")
                .build());
        spec.addOption(OptionSpec.builder(SECRETS)
                .description("Exports passwords, cookies and tokens too; by default they are replaced.")
                .build());
        RedactionFlag.describe(spec, "Replaces further values by tokens");
        spec.addOption(OptionSpec.builder(VERSION)
                .paramLabel("N")
                .type(Integer.class)
                .description("The version of the format, such as 17 of mitmproxy's; the newest by default.")
                .build());
        spec.addOption(OptionSpec.builder("--true-ports")
                .description("In a packet capture, the ports as they were, though the content is not encrypted.")
                .build());
        spec.addOption(OptionSpec.builder("--no-static")
                .description("In a k6 script, no images, fonts, style sheets, scripts and media.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "Flows that are damaged are left out and named on standard error; the exit code is then 1.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        String label = call.matchedOptionValue(FORMAT, "");
        FlowExporter format = Formats.exporter(label)
                .orElseThrow(() -> Failure.usage(
                        FORMAT + " " + label + " is no format that is written; there are " + Formats.exporterLabels()));
        if (call.hasMatchedOption(VERSION) && !label.equals("mitm")) {
            throw Failure.usage(VERSION + " chooses a version of --format mitm; " + label + " has one only");
        }
        Path to = call.matchedOptionValue(OUTPUT, Path.of("-"));
        Filter filter = Filters.parse(call.matchedOptionValue("--filter", ""));
        ExportOptions options = options(call);
        SessionAddress session = Sessions.address(call, console);
        Filters.tellRecorder(filter, session, console);
        SessionExport.Exported done;
        try (SessionReader reader = session.open();
                ProgressLine work = new ProgressLine(console)) {
            work.beginStep("exporting", "flows", reader.usage().flows());
            SessionExport.Request request = new SessionExport.Request(
                    format,
                    FlowIds.matching(reader, filter, work::isStopped),
                    options,
                    redactor(call, session, reader),
                    (flow, why) -> {
                        work.hide();
                        console.say("flow " + FlowNumber.print(flow) + " is left out: " + why);
                    });
            done = to.toString().equals("-")
                    ? SessionExport.write(reader, request, console.out(), work)
                    : SessionExport.write(reader, request, to, call.hasMatchedOption("--force"), work);
        }
        console.flush();
        console.say("exported " + Quantity.count(done.flows(), "flow") + " as " + format.title()
                + (to.toString().equals("-") ? "" : " to " + to));
        LossTable.lines(done.losses()).forEach(line -> console.err().println(line));
        return done.damaged() == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }

    private static Redactor redactor(ParseResult call, SessionAddress session, SessionReader reader)
            throws IOException {
        return call.hasMatchedOption(SECRETS) ? Redactor.NONE : RedactionFlag.leaving(call, session, reader);
    }

    private static ExportOptions options(ParseResult call) {
        return new ExportOptions(
                call.matchedOptionValue(VERSION, 0),
                call.hasMatchedOption("--true-ports"),
                call.hasMatchedOption("--no-static"));
    }
}
