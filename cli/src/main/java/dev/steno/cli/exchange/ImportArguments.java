package dev.steno.cli.exchange;

import dev.steno.cli.command.Failure;
import dev.steno.cli.option.HomeKey;
import dev.steno.cli.option.RedactionOptions;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.cli.tool.RedactionFlag;
import dev.steno.cli.tool.Sessions;
import dev.steno.interop.Formats;
import dev.steno.interop.OfflineRecorder;
import dev.steno.interop.SessionImport;
import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.option.ByteSize;
import dev.steno.option.ValueException;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.tool.SessionRedaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The arguments that say what is imported, and how. Stateless. */
final class ImportArguments {
    private static final String STANDARD_INPUT = "-";
    private static final String FROM = "--from";
    private static final String PASSWORD = "--password-file";
    private static final String ATTACHMENTS = "--attachments";
    private static final String BODY = "--max-body";

    private ImportArguments() {}

    static void describe(CommandSpec spec, String arity) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .paramLabel("FILE")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .arity(arity)
                .required(true)
                .description("Files of other tools; - is standard input. The format is recognised by the content.")
                .build());
        spec.addOption(OptionSpec.builder(FROM)
                .paramLabel("FORMAT")
                .type(String.class)
                .description("The format, if it is not to be recognised: " + Formats.importerLabels() + ".")
                .build());
        RedactionFlag.describe(spec, "Replaces secrets by tokens before anything is recorded");
        Sessions.describeHome(spec);
        flag(spec, "--all", "Entries too that are skipped by default, such as those of ZAP's scanners.");
        flag(spec, "--resources", "Records of a web archive that are no responses too.");
        flag(spec, "--salvage", "Searches for further flows behind damage.");
        spec.addOption(OptionSpec.builder(ATTACHMENTS)
                .paramLabel("DIR")
                .type(Path.class)
                .description("The folder of the bodies that a HAR file names; none is read by default.")
                .build());
        spec.addOption(OptionSpec.builder(PASSWORD)
                .paramLabel("FILE")
                .type(Path.class)
                .description("A file with the password of an encrypted archive.")
                .build());
        spec.addOption(OptionSpec.builder(BODY)
                .paramLabel("SIZE")
                .type(String.class)
                .description("Keeps this much of each body and counts the rest; 1gib by default.")
                .build());
    }

    private static void flag(CommandSpec spec, String name, String description) {
        spec.addOption(OptionSpec.builder(name).description(description).build());
    }

    static List<Path> files(ParseResult call) {
        return call.matchedPositionalValue(0, List.<Path>of());
    }

    private static @Nullable FlowImporter format(ParseResult call) {
        if (!call.hasMatchedOption(FROM)) {
            return null;
        }
        String label = call.matchedOptionValue(FROM, "");
        return Formats.importer(label)
                .orElseThrow(() -> Failure.usage(
                        FROM + " " + label + " is no format that is read; there are " + Formats.importerLabels()));
    }

    private static ImportOptions options(ParseResult call) throws IOException {
        Path attachments = call.matchedOptionValue(ATTACHMENTS, null);
        if (attachments != null && !Files.isDirectory(attachments)) {
            throw Failure.usage(ATTACHMENTS + " " + attachments + " is no folder");
        }
        return new ImportOptions(
                call.hasMatchedOption("--all"),
                call.hasMatchedOption("--resources"),
                call.hasMatchedOption("--salvage"),
                attachments,
                password(call));
    }

    private static @Nullable String password(ParseResult call) throws IOException {
        Path file = call.matchedOptionValue(PASSWORD, null);
        if (file == null) {
            return null;
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || lines.get(0).isEmpty()) {
            throw Failure.usage(PASSWORD + " " + file + " is empty; its first line is the password");
        }
        return lines.get(0);
    }

    private static ImportLimits limits(ParseResult call) {
        ImportLimits usual = ImportLimits.USUAL;
        if (!call.hasMatchedOption(BODY)) {
            return usual;
        }
        try {
            return usual.withBody(
                    ByteSize.parse(call.matchedOptionValue(BODY, "")).bytes());
        } catch (ValueException e) {
            throw Failure.usage(BODY + ": " + e.getMessage());
        }
    }

    /**
     * Redacts what is recorded, if the arguments or the configuration say so; has the session keep what the configuration wants
     * redacted at its exits only.
     */
    static void redact(ParseResult call, Path session, OfflineRecorder recorder) throws IOException {
        Path home = Sessions.home(call);
        recorder.session().keepExitRules(RedactionOptions.keptInSession(home));
        RedactionRules rules = RedactionOptions.recorded(home).and(RedactionFlag.given(call));
        if (!rules.isEmpty()) {
            try (SqliteSessionReader reader = SqliteSessionReader.open(session)) {
                recorder.session().redactBy(Redactor.of(rules, SessionRedaction.key(reader, HomeKey.of(home))));
            }
        }
    }

    /**
     * Imports a file as the arguments say, and shows how much of it is read.
     *
     * @param step what is shown before the name of the file
     */
    static SessionImport.Imported load(
            ParseResult call, Path file, String step, OfflineRecorder recorder, ProgressLine work) throws IOException {
        try (ImportSource source = source(file, limits(call))) {
            work.beginStep(step + " " + source.name(), "bytes", source.size());
            return SessionImport.run(
                    source, format(call), recorder.session(), options(call), new ReadProgress(work, source, recorder));
        }
    }

    /**
     * Looks at a file that {@link #load} is to import, before anything is written. Standard input is left as it is.
     *
     * @throws RefusedFileException if it cannot be read, or is of no format that is
     */
    static void check(ParseResult call, Path file) throws IOException {
        if (file.toString().equals(STANDARD_INPUT)) {
            return;
        }
        try (ImportSource source = source(file, limits(call))) {
            if (format(call) == null) {
                Formats.recognise(source);
            }
        }
    }

    private static ImportSource source(Path file, ImportLimits limits) throws IOException {
        if (file.toString().equals(STANDARD_INPUT)) {
            return ImportSource.pipe("standard input", System.in, limits);
        }
        if (!Files.exists(file)) {
            throw new RefusedFileException(file + " does not exist");
        }
        return ImportSource.file(file, limits);
    }
}
