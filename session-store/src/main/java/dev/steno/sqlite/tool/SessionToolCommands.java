package dev.steno.sqlite.tool;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.compare.ComparisonRules;
import dev.steno.compare.Ignored;
import dev.steno.compare.UsualNoise;
import dev.steno.diff.DiffSide;
import dev.steno.diff.DiffSummary;
import dev.steno.diff.SessionDiff;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.store.CheckReport;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
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

    /**
     * The result of a comparison.
     *
     * @param same pairs of flows that are equal but for the usual noise
     * @param changed pairs that differ
     * @param here flows that only the recorded session has
     * @param there flows that only the other session has
     */
    record Compared(long same, long changed, long here, long there) {}

    @Command(
            name = "session.diff",
            help = "Compares the session with another file: how many flows are the same, differ, or are missing in one"
                    + " of them. steno diff says in what they differ.")
    Compared diff(
            @Arg(help = "The other session.") Path file,
            @Arg(help = "Which flows of both; empty for all.", defaultValue = "") String filter)
            throws IOException {
        Session current = session.get();
        current.durable().join();
        Filter selected = FilterParser.parseOrAll(filter);
        Path recorded = current.store().file();
        try (SessionReader left = SqliteSessionReader.open(recorded);
                SessionReader right = SqliteSessionReader.open(file)) {
            DiffSummary summary = SessionDiff.compare(
                    new DiffSide(recorded, left, selected),
                    new DiffSide(file, right, selected),
                    ComparisonRules.differences(Ignored.of(UsualNoise.RULES)),
                    difference -> {},
                    Progress.NONE);
            return new Compared(summary.same(), summary.changed(), summary.removed(), summary.added());
        }
    }

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
