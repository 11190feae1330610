package dev.steno.session;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.store.SessionException;
import dev.steno.store.SessionInfo;
import dev.steno.store.SessionReader;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What can be asked of the session that is being recorded. Reads the disk, so not for event loops. */
public final class SessionCommands {
    private final Supplier<Session> session;

    /** @param session asked at each call, not before */
    public SessionCommands(Supplier<Session> session) {
        this.session = session;
    }

    /**
     * What a session holds.
     *
     * @param file where it is
     * @param bytes the file's size
     * @param flows how many flows are written
     * @param waiting how many are not yet
     */
    record Holds(Path file, long bytes, long flows, int waiting) {}

    @Command(name = "session.info", help = "Says what the session holds.")
    Holds info() throws SessionException {
        Session current = session.get();
        try (SessionReader reader = current.reader()) {
            SessionInfo info = reader.info();
            return new Holds(
                    info.file(), info.fileBytes(), info.flows(), current.hot().size());
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
