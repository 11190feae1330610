package dev.steno.cli.run;

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

        @Opt(
                help = "What becomes of the options and the clients to pass through that a resumed session file names,"
                        + " where this home did not decide them: show, they are named and do nothing; apply, they hold"
                        + " where nothing else says otherwise.",
                defaultValue = "show")
        SessionOptions sessionOptions,

        @Opt(help = "Steno's own folder, with the CA and config.toml.", defaultValue = "~/.steno", metavar = "DIR")
        Path home) {

    /** Whether nothing is recorded. A file of that name is {@code ./none}. */
    boolean recordsNothing() {
        return session.filter(Path.of("none")::equals).isPresent();
    }
}
