package dev.steno.cli;

import dev.steno.option.Opt;
import java.nio.file.Path;
import java.util.Optional;

/** What the proxy records to, and where it keeps its own things. */
record RunOptions(
        @Opt(
                help =
                        "The session file to record to, made or resumed; without it a temporary one, removed at exit; none "
                                + "records nothing.",
                flags = 's')
        Optional<Path> session,

        @Opt(help = "Steno's own folder, with the CA and config.toml.", defaultValue = "~/.steno", metavar = "DIR")
        Path home) {

    /** Whether nothing is recorded. A file of that name is {@code ./none}. */
    boolean recordsNothing() {
        return session.filter(Path.of("none")::equals).isPresent();
    }
}
