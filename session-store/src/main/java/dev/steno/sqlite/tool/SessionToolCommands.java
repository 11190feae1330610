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

/** What can be done with the file of the session that is being recorded. Reads and writes the disk, so not for event loops. */
public final class SessionToolCommands {
    private final Supplier<Session> session;

    /** @param session asked at each call, not before */
    public SessionToolCommands(Supplier<Session> session) {
        this.session = session;
    }

    /**
     * What a check found.
     *
     * @param flows how many flows were checked
     * @param bodies how many of their bodies
     * @param problems how many things are wrong
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
