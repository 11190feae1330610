package dev.steno.cli.tui;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.filter.FilterParser;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.store.Progress;
import java.io.IOException;
import java.nio.file.Path;

/** Commands on a session file to which no Steno records. They block. */
public final class FileTools {
    private final Path session;

    /** @param session the file */
    public FileTools(Path session) {
        this.session = session;
    }

    @Command(name = "session.save", help = "Saves the session, or the flows that match, to a new file.")
    SessionCopy.Saved save(
            @Arg(help = "The file to save to; it must not exist yet.") Path file,
            @Arg(help = "Which flows; empty for all.", defaultValue = "") String filter)
            throws IOException {
        return SessionCopy.save(session, file, FilterParser.parseOrAll(filter), false, Progress.NONE);
    }
}
