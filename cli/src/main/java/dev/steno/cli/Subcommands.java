package dev.steno.cli;

import dev.steno.cli.client.BrowserCommand;
import dev.steno.cli.client.EnvCommand;
import dev.steno.cli.client.ExecCommand;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.diff.DiffCommand;
import dev.steno.cli.exchange.ExportCommand;
import dev.steno.cli.exchange.ImportCommand;
import dev.steno.cli.exchange.OpenCommand;
import dev.steno.cli.help.CompletionCommand;
import dev.steno.cli.help.HelpCommand;
import dev.steno.cli.help.VersionCommand;
import dev.steno.cli.hold.HoldCommand;
import dev.steno.cli.mcp.McpCommand;
import dev.steno.cli.mock.MockCommand;
import dev.steno.cli.remote.CallCommand;
import dev.steno.cli.remote.RulesCommand;
import dev.steno.cli.remote.StatusCommand;
import dev.steno.cli.remote.StopCommand;
import dev.steno.cli.replay.ReplayCommand;
import dev.steno.cli.run.RunCommand;
import dev.steno.cli.script.ScriptCommand;
import dev.steno.cli.store.StoreCommand;
import dev.steno.cli.tool.AddonsCommand;
import dev.steno.cli.tool.CaCommand;
import dev.steno.cli.tool.CommandsCommand;
import dev.steno.cli.tool.CompactCommand;
import dev.steno.cli.tool.InfoCommand;
import dev.steno.cli.tool.LsCommand;
import dev.steno.cli.tool.MergeCommand;
import dev.steno.cli.tool.OptionsCommand;
import dev.steno.cli.tool.PassThroughCommand;
import dev.steno.cli.tool.RedactCommand;
import dev.steno.cli.tool.RmCommand;
import dev.steno.cli.tool.SaveCommand;
import dev.steno.cli.tool.ShipCommand;
import dev.steno.cli.tool.ShowCommand;
import dev.steno.cli.tool.SqlCommand;
import dev.steno.cli.tool.TailCommand;
import dev.steno.cli.tool.VerifyCommand;
import dev.steno.cli.tui.TuiCommand;
import dev.steno.cli.web.WebCommand;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The list of subcommands. A subcommand is constructed when it is looked up. */
final class Subcommands {
    /** The subcommand that runs if none is named. */
    static final String DEFAULT = "run";

    /** The names that help texts show, in their order. */
    static final List<String> SHOWN = List.of(
            "run",
            "mock",
            "exec",
            "env",
            "browser",
            "ls",
            "tail",
            "show",
            "tui",
            "info",
            "sql",
            "diff",
            "replay",
            "verify",
            "save",
            "merge",
            "ship",
            "store",
            "import",
            "export",
            "open",
            "mcp",
            "redact",
            "rm",
            "compact",
            "passthrough",
            "hold",
            "status",
            "rules",
            "stop",
            "call",
            "web",
            "ca",
            "options",
            "commands",
            "addons",
            "script",
            "help",
            "completion",
            "version");

    /** The names of those that open a session. */
    private static final Set<String> OPENING = Set.of(
            "ls",
            "tail",
            "show",
            "tui",
            "info",
            "sql",
            "diff",
            "replay",
            "verify",
            "save",
            "merge",
            "ship",
            "import",
            "export",
            "open",
            "mcp",
            "redact",
            "rm",
            "compact",
            "passthrough");

    private Subcommands() {}

    /** Whether the subcommand of a name opens a session. */
    static boolean opensSession(String name) {
        return OPENING.contains(name);
    }

    /** Returns the subcommand of a name, or null if there is none. */
    static @Nullable Subcommand named(String name) {
        return switch (name) {
            case "run" -> new RunCommand();
            case "mock" -> new MockCommand();
            case "exec" -> new ExecCommand();
            case "env" -> new EnvCommand();
            case "browser" -> new BrowserCommand();
            case "ls" -> new LsCommand();
            case "tail" -> new TailCommand();
            case "show" -> new ShowCommand();
            case "tui" -> new TuiCommand();
            case "info" -> new InfoCommand();
            case "sql" -> new SqlCommand();
            case "diff" -> new DiffCommand();
            case "replay" -> new ReplayCommand();
            case "verify" -> new VerifyCommand();
            case "save" -> new SaveCommand();
            case "merge" -> new MergeCommand();
            case "ship" -> new ShipCommand();
            case "import" -> new ImportCommand();
            case "export" -> new ExportCommand();
            case "open" -> new OpenCommand();
            case "mcp" -> new McpCommand();
            case "redact" -> new RedactCommand();
            case "rm" -> new RmCommand();
            case "compact" -> new CompactCommand();
            case "store" -> new StoreCommand();
            case "passthrough" -> new PassThroughCommand();
            case "hold" -> new HoldCommand();
            case "status" -> new StatusCommand();
            case "rules" -> new RulesCommand();
            case "stop" -> new StopCommand();
            case "call" -> new CallCommand();
            case "web" -> new WebCommand();
            case "ca" -> new CaCommand();
            case "options" -> new OptionsCommand();
            case "commands" -> new CommandsCommand();
            case "addons" -> new AddonsCommand();
            case "script" -> new ScriptCommand();
            case "help" -> new HelpCommand(Subcommands::shown);
            case "completion" -> new CompletionCommand(Subcommands::shown, DEFAULT);
            case "version" -> new VersionCommand();
            case "rehearse" -> new RehearseCommand();
            default -> null;
        };
    }

    /** Returns the subcommands that help texts show, in their order. */
    static List<Subcommand> shown() {
        return SHOWN.stream().map(Subcommands::named).filter(Objects::nonNull).toList();
    }
}
