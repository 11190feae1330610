package dev.steno.cli.tool;

import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The session file that a subcommand reads. */
final class Sessions {
    private Sessions() {}

    /** Adds the parameter that names the file. */
    static void describe(CommandSpec spec) {
        describe(spec, "A session file, even one that is being recorded.");
    }

    /** Adds the parameter that names the file, in these words. */
    static void describe(CommandSpec spec, String words) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("SESSION")
                .type(Path.class)
                .required(true)
                .description(words)
                .build());
    }

    /** Opens it to be read; it is not changed. */
    static SessionReader open(ParseResult call) throws IOException {
        Path file = call.matchedPositionalValue(0, Path.of(""));
        return SqliteSessionReader.open(file);
    }
}
