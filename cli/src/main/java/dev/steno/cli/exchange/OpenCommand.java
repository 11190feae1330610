package dev.steno.cli.exchange;

import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.command.Version;
import dev.steno.cli.run.TuiRun;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.cli.tool.SchemaOption;
import dev.steno.cli.tui.TuiCommand;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.interop.OfflineRecorder;
import dev.steno.interop.SessionImport;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno open}: shows a file of another tool in the terminal, from a session that is removed at the end. */
public final class OpenCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "Show a file of another tool in the terminal, without keeping a session.";
    }

    @Override
    public void describe(CommandSpec spec) {
        ImportArguments.describe(spec, "1");
        SchemaOption.describe(spec);
        spec.usageMessage().footer("", "steno import FILE -o SESSION keeps the session. ? lists the keys.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        Path file = ImportArguments.files(call).get(0);
        ImportArguments.check(call, file);
        ProtoSchema schema = SchemaOption.schema(call);
        TuiRun.checkTerminal(console);
        try (ImportFolder folder = ImportFolder.create()) {
            Path session = folder.session();
            SessionImport.Imported done = load(call, console, file, session);
            console.say("read " + Quantity.count(done.flows(), "flow") + " of " + done.file());
            TuiCommand.show(session, folder.path(), schema, console);
        }
        return ExitCode.OK;
    }

    private static SessionImport.Imported load(ParseResult call, Console console, Path file, Path session)
            throws IOException {
        try (OfflineRecorder recorder = OfflineRecorder.open(session, false, "steno " + Version.number());
                ProgressLine work = new ProgressLine(console)) {
            ImportArguments.redact(call, session, recorder);
            SessionImport.Imported done = ImportArguments.load(call, file, "reading", recorder, work);
            recorder.finish();
            return done;
        }
    }
}
