package dev.steno.cli.run;

import dev.steno.option.Opt;
import java.nio.file.Path;
import java.util.Optional;

/** Options on the session file and the home folder. */
record RunOptions(
        @Opt(
                help = "The session file to record to, created or resumed; without it, last.steno in the home folder, "
                        + "which the next start without a session replaces; none records nothing.",
                flags = 's')
        Optional<Path> session,

        @Opt(
                help = "What happens to options and pass-through decisions in a resumed session file that this home "
                        + "folder did not make: show, they are listed and have no effect; apply, they apply unless another "
                        + "source sets them.",
                defaultValue = "show")
        SessionOptions sessionOptions,

        @Opt(help = "Steno's home folder, with the CA and config.toml.", defaultValue = "~/.steno", metavar = "DIR")
        Path home) {

    /** Whether nothing is recorded. A file called none can be given as {@code ./none}. */
    boolean recordsNothing() {
        return session.filter(Path.of("none")::equals).isPresent();
    }
}
