package dev.steno.cli.tool;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.option.HomeKey;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.filter.Filter;
import dev.steno.redact.RedactionRules;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.sqlite.tool.SessionRedaction;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno save}: copies a session, or some of its flows, to a new file. */
public final class SaveCommand extends ParsedSubcommand {
    static final String FORCE = "--force";
    private static final String REDACT = "--redact";

    @Override
    public String summary() {
        return "Save a session, or some of its flows, to a new file.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
        Sessions.describeNext(spec, "FILE", "The file to save to. A single parameter is this file.");
        spec.addOption(OptionSpec.builder("-f", "--filter")
                .paramLabel("FILTER")
                .type(String.class)
                .description("Only flows that match, with their bodies, messages and certificates.")
                .build());
        spec.addOption(OptionSpec.builder(FORCE)
                .description("Replaces an existing session.")
                .build());
        spec.addOption(OptionSpec.builder(REDACT)
                .paramLabel("SPEC")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..1")
                .fallbackValue("usual")
                .description(
                        "Replaces secrets in the copy by tokens: SPEC as of steno redact, repeatable; without one, "
                                + "credentials and cookies.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "Flows keep their numbers. The new file has no unused space. A session that is being recorded is "
                                + "saved up to its latest flow; open flows are marked interrupted in the copy.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        Filter filter = Filters.parse(call.matchedOptionValue("--filter", ""));
        List<String> given = Sessions.given(call);
        if (given.isEmpty()) {
            throw Failure.usage("which file? steno save FILE saves the session recorded last");
        }
        Path to = Path.of(given.get(given.size() - 1));
        Path from = given.size() == 2 ? Path.of(given.get(0)) : Sessions.newest(call, console);
        if (call.hasMatchedOption(REDACT)) {
            return saveRedacted(call, from, to, filter, console);
        }
        SessionCopy.Saved saved;
        try (ProgressLine work = new ProgressLine(console)) {
            saved = SessionCopy.save(from, to, filter, call.hasMatchedOption(FORCE), work);
        }
        console.out().println(said(saved));
        return ExitCode.OK;
    }

    private static int saveRedacted(ParseResult call, Path from, Path to, Filter filter, Console console)
            throws IOException {
        Path home = Sessions.home(call);
        RedactionRules rules = RedactCommand.rules(call.matchedOptionValue(REDACT, List.<String>of()), from, home);
        byte[] key = HomeKey.of(home);
        SessionRedaction.Redacted saved;
        try (ProgressLine work = new ProgressLine(console)) {
            saved = SessionRedaction.save(from, to, filter, rules, key, call.hasMatchedOption(FORCE), work);
        }
        RedactCommand.report(saved, console);
        console.out().println(said(new SessionCopy.Saved(saved.file(), saved.flows(), saved.bytes())));
        return ExitCode.OK;
    }

    static String said(SessionCopy.Saved saved) {
        return "saved " + Quantity.count(saved.flows(), "flow") + " to " + saved.file() + " ("
                + Quantity.bytes(saved.bytes()) + ")";
    }
}
