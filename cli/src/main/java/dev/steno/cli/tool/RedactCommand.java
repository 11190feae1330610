package dev.steno.cli.tool;

import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.option.HomeKey;
import dev.steno.cli.option.RedactionOptions;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Suggestions;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.table.ShipNotes;
import dev.steno.sqlite.tool.SessionRedaction;
import dev.steno.sqlite.tool.SessionSuggestions;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno redact}: replaces secrets in a session by tokens. */
public final class RedactCommand extends ParsedSubcommand {
    private static final String SUGGEST = "--suggest";

    @Override
    public String summary() {
        return "Replace secrets in a session by tokens.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec, "A session file that is not being recorded.");
        spec.addPositional(PositionalParamSpec.builder()
                .index("1..*")
                .paramLabel("SPEC")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("What is a secret: header:NAME, cookie:NAME, query:NAME, form:NAME, json:PATH, "
                        + "regex:EXPRESSION, ws:EXPRESSION, url-userinfo, or a preset: auth, cookies, tokens, pii. By "
                        + "default auth and cookies.")
                .build());
        Sessions.describeHome(spec);
        spec.addOption(OptionSpec.builder(SUGGEST)
                .description("Changes nothing: searches the session for secrets and prints what to redact.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "Equal secrets become equal tokens. The session is written anew, with the same numbers of flows, "
                                + "and then takes the place of the old one; if the work ends before, the old one stays.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        Path file = Sessions.file(call, console);
        if (call.hasMatchedOption(SUGGEST)) {
            return suggest(file, console);
        }
        Path home = Sessions.home(call);
        RedactionRules rules = rules(call.matchedPositionalValue(1, List.<String>of()), file, home);
        byte[] key = HomeKey.of(home);
        SessionRedaction.Redacted done;
        try (ProgressLine work = new ProgressLine(console)) {
            done = SessionRedaction.redact(file, rules, key, work);
        }
        report(done, console);
        console.out()
                .println("redacted " + done.changed() + " of " + Quantity.count(done.flows(), "flow") + " in "
                        + done.file() + " (" + Quantity.bytes(done.bytes()) + ")");
        for (ShipNotes.Earlier each : done.shipped()) {
            console.say("the shared store " + each.url() + " has the flows as they were, as recorder " + each.recorder()
                    + "; this, as the owner of the store's tables, removes them: steno store remove " + each.url() + " "
                    + each.recorder());
        }
        return ExitCode.OK;
    }

    /** The rules of these specs, by default those of credentials and cookies; and those that the session has for its exits. */
    static RedactionRules rules(List<String> specs, Path session, Path home) throws IOException {
        RedactionRules rules = specs.isEmpty() ? RedactionRules.usual() : RedactionFlag.parse(specs);
        try (SqliteSessionReader reader = SqliteSessionReader.open(session)) {
            return rules.and(RedactionOptions.leaving(reader, home));
        }
    }

    /** Prints how many values each rule replaced, and what was verified. */
    static void report(SessionRedaction.Redacted done, Console console) {
        long total = 0;
        for (Map.Entry<String, Long> rule : done.counts().entrySet()) {
            if (rule.getValue() > 0) {
                console.out().printf("%8d  %s%n", rule.getValue(), rule.getKey());
                total += rule.getValue();
            }
        }
        if (total > 0) {
            console.say("searched every byte of the file for " + Quantity.count(done.searched(), "form") + " of the "
                    + "replaced values and found none"
                    + (done.leftOut() == 0
                            ? ""
                            : "; values that are short or common words were replaced only where the rules found them"));
        }
    }

    private static int suggest(Path file, Console console) throws IOException {
        List<Suggestions.Found> found;
        try (ProgressLine work = new ProgressLine(console)) {
            found = SessionSuggestions.of(file, work);
        }
        for (Suggestions.Found one : found) {
            console.out().printf("%-32s %6d  %s, first in %s%n", one.spec(), one.count(), one.why(), one.where());
        }
        if (found.isEmpty()) {
            console.say("found nothing that looks like a secret");
        }
        return ExitCode.OK;
    }
}
