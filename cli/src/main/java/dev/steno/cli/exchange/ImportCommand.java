package dev.steno.cli.exchange;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.command.Version;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.interop.OfflineRecorder;
import dev.steno.interop.SessionImport;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.store.SessionStore;
import dev.steno.store.WorkStopped;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno import}: reads files of other tools into a session. */
public final class ImportCommand extends ParsedSubcommand {
    private static final String OUTPUT = "--output";
    private static final String APPEND = "--append";
    private static final String STRICT = "--strict";
    private static final String REPORT = "--report";

    @Override
    public String summary() {
        return "Import files of other tools into a session: HAR, mitmproxy, SAZ, WARC and others.";
    }

    @Override
    public void describe(CommandSpec spec) {
        ImportArguments.describe(spec, "1..*");
        spec.addOption(OptionSpec.builder("-o", OUTPUT)
                .paramLabel("SESSION")
                .type(Path.class)
                .required(true)
                .description("The session to write; a new file unless --append.")
                .build());
        spec.addOption(OptionSpec.builder(APPEND)
                .description("Adds to the session if it exists.")
                .build());
        spec.addOption(OptionSpec.builder(STRICT)
                .description("Fails if anything is lost, with exit code 1; what could be read stays.")
                .build());
        spec.addOption(OptionSpec.builder(REPORT)
                .paramLabel("FILE")
                .type(Path.class)
                .description("Writes what was lost as JSON.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "Nothing in a file is executed or fetched. A bad entry costs that entry, and damage what is behind it; "
                                + "both are counted, and damage gives exit code 1. The session can be read while flows arrive.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        Path to = call.matchedOptionValue(OUTPUT, Path.of(""));
        List<SessionImport.Imported> done = new ArrayList<>();
        SessionStore.Closed closed;
        String stopped = null;
        try (OfflineRecorder recorder =
                OfflineRecorder.open(to, call.hasMatchedOption(APPEND), "steno " + Version.number())) {
            ImportArguments.redact(call, to, recorder);
            try (ProgressLine work = new ProgressLine(console)) {
                for (Path file : ImportArguments.files(call)) {
                    done.add(ImportArguments.load(call, file, "importing", recorder, work));
                }
            } catch (RefusedFileException e) {
                if (done.isEmpty()) {
                    throw e;
                }
                stopped = e.getMessage();
            } catch (WorkStopped e) {
                stopped = "stopped; the flows so far are in " + to;
            }
            closed = recorder.finish();
        }
        say(console, done, closed);
        if (call.hasMatchedOption(REPORT)) {
            ReportFile.write(call.matchedOptionValue(REPORT, Path.of("")), done);
        }
        if (stopped != null) {
            throw Failure.because(stopped);
        }
        boolean damaged = done.stream().anyMatch(each -> each.damage() != null);
        boolean lossy = done.stream().anyMatch(each -> each.losses().isLossy());
        return damaged || lossy && call.hasMatchedOption(STRICT) ? ExitCode.FAILURE : ExitCode.OK;
    }

    private static void say(Console console, List<SessionImport.Imported> done, SessionStore.Closed closed) {
        long flows = done.stream().mapToLong(SessionImport.Imported::flows).sum();
        console.out()
                .println("imported " + Quantity.count(flows, "flow") + " to " + closed.file() + " ("
                        + Quantity.bytes(closed.bytes()) + ")");
        for (SessionImport.Imported each : done) {
            if (each.damage() != null) {
                console.say(each.damage());
            }
            List<String> losses = LossTable.lines(each.losses());
            if (!losses.isEmpty()) {
                console.say(each.file() + " (" + each.format().title() + "), left out or changed:");
                losses.forEach(line -> console.err().println(line));
            }
        }
    }
}
