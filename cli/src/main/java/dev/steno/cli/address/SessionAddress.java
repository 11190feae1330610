package dev.steno.cli.address;

import dev.steno.cli.command.Failure;
import dev.steno.cli.terminal.Logging;
import dev.steno.fleet.read.SharedFeed;
import dev.steno.fleet.read.SharedReader;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.upkeep.SharedNotes;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.NoteTaker;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.FileFeed;
import dev.steno.view.FlowFeed;
import dev.steno.view.OpenableSession;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The session that a word of the command line names: a store if it begins with {@code postgresql://} or {@code postgres://},
 * whatever the case of these letters, otherwise a file. A file whose path begins so is named with {@code ./} before it; a
 * drive of Windows, {@code C:\}, never does. Immutable.
 */
public sealed interface SessionAddress extends OpenableSession {

    /**
     * Returns the address that a word names.
     *
     * @throws Failure if it is the URL of a store with a password, or no path of this system
     */
    static SessionAddress of(String word) {
        if (StoreUrl.is(word)) {
            StoreUrl.refusePassword(word);
            StoreAddress store = new StoreAddress(word);
            store.server(); // the word is refused now, not when it is used
            return store;
        }
        try {
            return new FileAddress(Path.of(word));
        } catch (InvalidPathException e) {
            throw Failure.usage("\"" + word + "\" is not a path on this system: " + e.getReason());
        }
    }

    /** Begins to connect to the store that a word names, on another thread. A word that names none is refused when it is used. */
    static void openEarly(String word) {
        Logging.configureOnce(); // here, since the JDK's logging cannot begin on another thread while the process ends
        try {
            SharedReader.openEarly(ServerUrl.parse(word));
        } catch (IllegalArgumentException e) {
            // said in of
        }
    }

    /**
     * Returns the file.
     *
     * @throws Failure if the session is a store
     */
    Path file();

    /** Returns the file; for a store, a path that stands for it in names. */
    Path place();

    /** A session file. */
    record FileAddress(Path file) implements SessionAddress {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public Path place() {
            return file;
        }

        @Override
        public SessionReader open() throws SessionException {
            return SqliteSessionReader.open(file);
        }

        @Override
        public FlowFeed follow(boolean fromBeginning) throws SessionException {
            return new FileFeed(this::open, fromBeginning);
        }
    }

    /**
     * A store that several recorders share.
     *
     * @param url without a password, so that it can be shown
     */
    record StoreAddress(String url) implements SessionAddress {
        @Override
        public String name() {
            return url;
        }

        @Override
        public Path file() {
            throw Failure.usage(url + " is a store; this needs a session file");
        }

        @Override
        public Path place() {
            return Path.of(StoreUrl.shortName(url).replaceAll("[^\\w.@-]+", "-"));
        }

        @Override
        public SessionReader open() throws SessionException {
            Logging.configureOnce(); // of damaged rows
            return SharedReader.open(server());
        }

        @Override
        public FlowFeed follow(boolean fromBeginning) throws SessionException {
            return new SharedFeed(server(), fromBeginning);
        }

        /** Asks the store whether it takes notes, and returns what gives them. Blocks. */
        public NoteTaker notes(String author) {
            return SharedNotes.of(server(), author);
        }

        private ServerUrl server() {
            try {
                return ServerUrl.parse(url);
            } catch (IllegalArgumentException e) {
                throw Failure.usage(String.valueOf(e.getMessage()));
            }
        }
    }
}
