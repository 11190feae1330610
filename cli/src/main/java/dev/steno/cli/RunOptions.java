package dev.steno.cli;

import dev.steno.option.HostPort;
import dev.steno.option.Opt;
import java.nio.file.Path;
import java.util.Optional;

/** Where the proxy listens, what it records to, and where it keeps its own things. */
record RunOptions(
        @Opt(
                help = "Where to listen: on 127.0.0.1 where only a port is given; port 0 takes a free one.",
                defaultValue = "127.0.0.1:8080",
                flags = 'l')
        HostPort listen,

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
