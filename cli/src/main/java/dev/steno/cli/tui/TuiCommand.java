package dev.steno.cli.tui;

import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.address.SessionAddress.FileAddress;
import dev.steno.cli.address.StoreUrl;
import dev.steno.cli.address.ViewerName;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.remote.ApiClient;
import dev.steno.cli.remote.RunningProxy;
import dev.steno.cli.run.TuiRun;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.tool.SchemaOption;
import dev.steno.cli.tool.Sessions;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.file.FileCheck;
import dev.steno.store.SessionException;
import dev.steno.tui.Tui;
import dev.steno.tui.data.FollowedSource;
import dev.steno.tui.data.KeptLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno tui}: shows a session in the terminal. */
public final class TuiCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "Show a session in the terminal, beside the Steno that records it or alone.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
        ViewerName.describe(spec);
        SchemaOption.describe(spec);
        spec.usageMessage()
                .footer(
                        "",
                        "If a Steno records to the session, commands are carried out by it; otherwise the session is only "
                                + "read. A shared store is read as well, and takes marks and comments. steno --tui records and shows in one process. ? lists the keys.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        SessionAddress session = Sessions.address(call, console);
        Path file = session instanceof SessionAddress.FileAddress one ? one.file() : null;
        if (file != null) {
            if (call.hasMatchedOption(ViewerName.AS)) {
                throw Failure.usage(ViewerName.AS + " is for a shared store");
            }
            FileCheck.forReading(file);
        }
        ProtoSchema schema = SchemaOption.schema(call);
        TuiRun.checkTerminal(console);
        Path home = Sessions.home(call);
        if (file != null) {
            show(file, home, schema, console);
        } else {
            try (FollowedSource source = shared((SessionAddress.StoreAddress) session, ViewerName.of(call), home)
                    .naming(schema)) {
                TuiRun.show(source, console);
            }
        }
        return ExitCode.OK;
    }

    /**
     * Shows a session until the user ends it.
     *
     * @param schema names the fields of messages of protocol buffers
     */
    public static void show(Path file, Path home, ProtoSchema schema, Console console) throws IOException {
        try (FollowedSource source = open(file, home).naming(schema)) {
            TuiRun.show(source, console);
        }
    }

    /** Shows a session on a terminal that no one sees. */
    public static void rehearse(Path file, Path home) throws IOException {
        try (FollowedSource source = open(file, home)) {
            Tui.rehearse(source);
        }
    }

    /** Opens a session, beside the Steno of the home folder that records to it if there is one. */
    static FollowedSource open(Path file, Path home) throws IOException {
        Optional<RunningProxy> recorder = RunningProxy.recordingTo(file, home);
        FollowedSource source = recorder.isPresent() ? beside(file, recorder.get()) : alone(file);
        return source.keeping(KeptLines.in(home));
    }

    /** Opens a store of several recorders. */
    private static FollowedSource shared(SessionAddress.StoreAddress store, String viewer, Path home)
            throws SessionException {
        return FollowedSource.shared(
                        StoreUrl.shortName(store.name()), store, store.notes(viewer), SqliteSessionReader::open)
                .keeping(KeptLines.in(home));
    }

    private static FollowedSource alone(Path file) throws SessionException {
        return FollowedSource.readOnly(
                name(file), new FileAddress(file), SqliteSessionReader::open, new FileTools(file));
    }

    /** A Steno without an API cannot be told anything, so its session is only read. */
    private static FollowedSource beside(Path file, RunningProxy recorder) throws IOException {
        if (recorder.web().isEmpty()) {
            return unreachable(file, "the Steno that records to it has no API (--web off)");
        }
        ApiClient api;
        try {
            api = ApiClient.of(recorder, "steno tui");
        } catch (Failure e) {
            return unreachable(file, "the Steno that records to it cannot be told anything: " + e.getMessage());
        }
        return FollowedSource.beside(
                name(file), new FileAddress(file), SqliteSessionReader::open, new ApiNeighbour(api));
    }

    private static FollowedSource unreachable(Path file, String lack) throws SessionException {
        return FollowedSource.unreachable(
                name(file), lack, new FileAddress(file), SqliteSessionReader::open, new FileTools(file));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
