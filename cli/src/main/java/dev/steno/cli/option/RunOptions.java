package dev.steno.cli.option;

import dev.steno.option.Opt;
import dev.steno.option.OptionException;
import dev.steno.option.UserHome;
import java.nio.file.Path;
import java.util.Optional;

/** Options on the session file and the home folder. */
public record RunOptions(
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

    /**
     * Returns {@link #home}, checked. Must be called before the path is used, since a {@code ~} that cannot be expanded
     * is left in the path.
     *
     * @throws OptionException if it is below the user's home folder, and the user has none
     */
    public Path knownHome() {
        return home.startsWith("~") ? UserHome.path().resolve(Path.of("~").relativize(home)) : home;
    }

    /** Whether nothing is recorded. A file called none can be given as {@code ./none}. */
    public boolean recordsNothing() {
        return session.filter(Path.of("none")::equals).isPresent();
    }
}
