package dev.steno.session;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.store.SessionException;
import dev.steno.store.SessionInfo;
import dev.steno.store.SessionReader;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Commands about the session that is being recorded. They read the disk, so they do not run on event loops. */
public final class SessionCommands {
    private final Supplier<Session> session;

    /** @param session called by each command, since there is no session before the start */
    public SessionCommands(Supplier<Session> session) {
        this.session = session;
    }

    /**
     * The state of a session.
     *
     * @param file the session file
     * @param bytes size of the file
     * @param flows number of durable flows
     * @param waiting number of flows that are not durable yet
     */
    record Holds(Path file, long bytes, long flows, int waiting) {}

    @Command(name = "session.info", help = "Shows what the session holds.")
    Holds info() throws SessionException {
        Session current = session.get();
        try (SessionReader reader = current.reader()) {
            SessionInfo info = reader.info();
            return new Holds(
                    current.store().file(),
                    info.bytes(),
                    info.flows(),
                    current.hot().size());
        }
    }

    @Command(name = "session.keep", help = "Keeps a temporary session as a file when the proxy ends.")
    void keep(@Arg(help = "The file to keep it as; it must not exist yet.") Path file) throws SessionException {
        session.get().store().keepAs(file);
    }

    @Command(name = "session.flush", help = "Completes when all facts recorded so far are written to the file.")
    CompletionStage<Void> flush() {
        return session.get().durable();
    }
}
