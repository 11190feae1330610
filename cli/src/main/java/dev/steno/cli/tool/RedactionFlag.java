package dev.steno.cli.tool;

import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.command.Failure;
import dev.steno.cli.option.HomeKey;
import dev.steno.cli.option.RedactionOptions;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.tool.SessionRedaction;
import dev.steno.store.SessionReader;
import java.io.IOException;
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
        return Redactor.of(rules(call, reader), SessionRedaction.key(reader, key(call)));
    }

    /**
     * Returns what replaces secrets in what leaves the machine from a session or a shared store. A store has tokens where its
     * recorders redacted on the way; those made here are the same for one address and one home folder.
     */
    public static Redactor leaving(ParseResult call, SessionAddress session, SessionReader reader) throws IOException {
        return reader instanceof SqliteSessionReader file
                ? leaving(call, file)
                : Redactor.of(rules(call, reader), RedactionKey.of(key(call), session.name()));
    }

    private static RedactionRules rules(ParseResult call, SessionReader reader) throws IOException {
        return RedactionRules.usual()
                .and(RedactionOptions.leaving(reader, Sessions.home(call)))
                .and(given(call));
    }

    private static byte[] key(ParseResult call) throws IOException {
        return HomeKey.of(Sessions.home(call));
    }
}
