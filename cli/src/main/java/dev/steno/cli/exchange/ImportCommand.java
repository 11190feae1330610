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
import dev.steno.text.FileErrors;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.FileSystemException;
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
        List<RefusedFileException> refused = new ArrayList<>();
        boolean stopped = false;
        try (OfflineRecorder recorder =
                OfflineRecorder.open(to, call.hasMatchedOption(APPEND), "steno " + Version.number())) {
            ImportArguments.redact(call, to, recorder);
            try (ProgressLine work = new ProgressLine(console)) {
                for (Path file : ImportArguments.files(call)) {
                    try {
                        done.add(ImportArguments.load(call, file, "importing", recorder, work));
                    } catch (RefusedFileException e) {
                        refused.add(e);
                    } catch (FileSystemException e) {
                        refused.add(
                                new RefusedFileException("cannot use " + e.getFile() + ": " + FileErrors.reason(e)));
                    }
                }
            } catch (WorkStopped e) {
                stopped = true;
            }
            if (done.isEmpty() && !stopped) {
                throw onlyRefused(console, refused);
            }
            closed = recorder.finish();
        }
        if (!done.isEmpty()) {
            say(console, done, closed);
        }
        refused.forEach(each -> console.say(Printable.line(String.valueOf(each.getMessage()))));
        if (call.hasMatchedOption(REPORT)) {
            ReportFile.write(call.matchedOptionValue(REPORT, Path.of("")), done);
        }
        if (stopped) {
            throw Failure.withCode(
                    ExitCode.STOPPED,
                    "stopped; the flows so far stay: " + to + " has " + Quantity.count(closed.flows(), "flow"));
        }
        boolean damaged = done.stream().anyMatch(each -> each.damage() != null);
        boolean lossy = done.stream().anyMatch(each -> each.losses().isLossy());
        return damaged || !refused.isEmpty() || lossy && call.hasMatchedOption(STRICT) ? ExitCode.FAILURE : ExitCode.OK;
    }

    /** Tells of all files but the last one, which ends the command. */
    private static Failure onlyRefused(Console console, List<RefusedFileException> refused) {
        List<String> all = refused.stream()
                .map(each -> Printable.line(String.valueOf(each.getMessage())))
                .toList();
        all.subList(0, all.size() - 1).forEach(console::say);
        return Failure.because(all.get(all.size() - 1));
    }

    private static void say(Console console, List<SessionImport.Imported> done, SessionStore.Closed closed) {
        long flows = done.stream().mapToLong(SessionImport.Imported::flows).sum();
        console.out()
                .println("imported " + Quantity.count(flows, "flow") + " to " + closed.file() + " ("
                        + Quantity.bytes(closed.bytes()) + ")");
        for (SessionImport.Imported each : done) {
            if (each.damage() != null) {
                console.say(Printable.line(each.damage()));
            }
            List<String> losses = LossTable.lines(each.losses());
            if (!losses.isEmpty()) {
                console.say(Printable.line(each.file()) + " (" + each.format().title() + "), left out or changed:");
                losses.forEach(line -> console.err().println(line));
            }
        }
    }
}
