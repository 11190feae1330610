package dev.steno.cli.tool;

import dev.steno.cli.command.Failure;
import dev.steno.cli.option.HomeKey;
import dev.steno.cli.option.RedactionOptions;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.tool.SessionRedaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The option {@code --redact} of commands, and what they redact. Stateless. */
public final class RedactionFlag {
    private static final String NAME = "--redact";

    private RedactionFlag() {}

    /** Adds the option. */
    public static void describe(CommandSpec spec, String words) {
        spec.addOption(OptionSpec.builder(NAME)
                .paramLabel("SPEC")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(words + "; SPEC as of steno redact, repeatable.")
                .build());
    }

    /** Returns the rules that a call names; none without the option. */
    public static RedactionRules given(ParseResult call) {
        return parse(call.matchedOptionValue(NAME, List.<String>of()));
    }

    /** @throws Failure if a spec is not valid */
    static RedactionRules parse(List<String> specs) {
        try {
            return RedactionRules.parse(specs);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns what replaces secrets in what leaves the machine: credentials and cookies, what the session and the configuration
     * name, and what the call names. Its tokens are those of {@code steno redact}.
     */
    public static Redactor leaving(ParseResult call, SqliteSessionReader reader) throws IOException {
        Path home = Sessions.home(call);
        RedactionRules rules = RedactionRules.usual()
                .and(RedactionOptions.leaving(reader, home))
                .and(given(call));
        return Redactor.of(rules, SessionRedaction.key(reader, HomeKey.of(home)));
    }
}
