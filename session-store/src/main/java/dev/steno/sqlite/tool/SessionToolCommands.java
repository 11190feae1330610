package dev.steno.sqlite.tool;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.filter.FilterParser;
import dev.steno.session.Session;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.store.CheckReport;
import dev.steno.store.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Commands on the file of the session that is being recorded. They read and write the disk, so they do not run on event
 * loops.
 */
public final class SessionToolCommands {
    private final Supplier<Session> session;

    /** @param session called by each command, since there is no session before the start */
    public SessionToolCommands(Supplier<Session> session) {
        this.session = session;
    }

    /**
     * The result of a check.
     *
     * @param flows number of checked flows
     * @param bodies number of checked bodies
     * @param problems number of problems
     */
    record Checked(long flows, long bodies, long problems) {}

    @Command(name = "session.save", help = "Saves the session, or the flows that match, to a new file.")
    SessionCopy.Saved save(
            @Arg(help = "The file to save to; it must not exist yet.") Path file,
            @Arg(help = "Which flows; empty for all.", defaultValue = "") String filter)
            throws IOException {
        Session current = session.get();
        current.durable().join();
        return SessionCopy.save(current.store().file(), file, FilterParser.parseOrAll(filter), false, Progress.NONE);
    }

    @Command(name = "session.verify", help = "Checks the session's file without changing it.")
    Checked verify() throws IOException {
        CheckReport report = SessionCheck.verify(session.get().store().file(), Progress.NONE);
        return new Checked(report.flows(), report.bodies(), report.problems());
    }
}
