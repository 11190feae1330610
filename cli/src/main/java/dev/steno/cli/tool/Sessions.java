package dev.steno.cli.tool;

import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The parameter that names a session file. */
final class Sessions {
    private Sessions() {}

    /** Adds the parameter for a session that is only read. */
    static void describe(CommandSpec spec) {
        describe(spec, "A session file, even one that is being recorded.");
    }

    /** Adds the parameter with this description. */
    static void describe(CommandSpec spec, String words) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("SESSION")
                .type(Path.class)
                .required(true)
                .description(words)
                .build());
    }

    /** Opens the session for reading. */
    static SessionReader open(ParseResult call) throws IOException {
        Path file = call.matchedPositionalValue(0, Path.of(""));
        return SqliteSessionReader.open(file);
    }
}
