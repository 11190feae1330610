package dev.steno.cli.web;

import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.address.StoreUrl;
import dev.steno.cli.command.Version;
import dev.steno.cli.option.HomeKey;
import dev.steno.cli.option.RedactionOptions;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.Signals;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.log.EventLog;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.tool.SessionRedaction;
import dev.steno.store.SessionReader;
import dev.steno.web.ReadOnlyInterface;
import dev.steno.web.opened.FollowedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Serves the web interface over a session that is only read, until a signal ends the process. Blocks. */
final class ReadOnlyServer {
    /** The port of a Steno that records; the next free one if that runs. */
    static final int USUAL_PORT = 8081;

    private ReadOnlyServer() {}

    /** Is told the URL once the server answers. */
    @FunctionalInterface
    interface Opened {
        void at(String url) throws IOException;
    }

    /**
     * Serves a session, and prints the URL that opens it.
     *
     * @param address of the session
     * @param home where the token is
     * @param viewer who gives notes to flows of a store
     * @param port 0 for the usual one, or one of the next that are free
     */
    static void serve(
            SessionAddress address,
            String viewer,
            Path home,
            int port,
            ProtoSchema schema,
            Console console,
            Opened opened)
            throws IOException {
        Path file = address instanceof SessionAddress.FileAddress one ? one.file() : null;
        String name = file == null ? StoreUrl.shortName(address.name()) : String.valueOf(file.getFileName());
        FollowedSession session = FollowedSession.open(
                address, name, file, address instanceof SessionAddress.StoreAddress store ? store.notes(viewer) : null);
        try (ReadOnlyInterface server = bind(session, port)) {
            server.start(
                    session,
                    home,
                    new ReadOnlyInterface.Parts(
                            new EventLog(),
                            place -> file == null && !Files.exists(place)
                                    ? leaving(address, home)
                                    : leaving(place, home),
                            schema,
                            Version.number()));
            String url = server.loginUrl();
            console.out().println(url);
            console.flush();
            console.say("showing " + session.name() + (file == null ? "" : " read-only") + " at " + server.url()
                    + " until Ctrl-C");
            opened.at(url);
            awaitEnd();
        }
    }

    private static ReadOnlyInterface bind(FollowedSession session, int port) throws IOException {
        try {
            return ReadOnlyInterface.bind(port == 0 ? USUAL_PORT : port, port == 0);
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    /** What replaces secrets in exports of a session file. */
    private static Redactor leaving(Path file, Path home) throws IOException {
        try (SqliteSessionReader reader = SqliteSessionReader.open(file)) {
            return Redactor.of(
                    RedactionRules.usual().and(RedactionOptions.leaving(reader, home)),
                    SessionRedaction.key(reader, HomeKey.of(home)));
        }
    }

    /** What replaces secrets in exports of a store: what its recorders want redacted was redacted when they shipped. */
    private static Redactor leaving(SessionAddress store, Path home) throws IOException {
        try (SessionReader reader = store.open()) {
            return Redactor.of(
                    RedactionRules.usual().and(RedactionOptions.leaving(reader, home)),
                    RedactionKey.of(HomeKey.of(home), StoreUrl.shortName(store.name())));
        }
    }

    /** Waits for the signal that ends the process, or for an interruption of this thread. */
    private static void awaitEnd() {
        CountDownLatch ended = new CountDownLatch(1);
        Signals.onEnd(ended::countDown);
        try {
            ended.await();
        } catch (InterruptedException e) {
            // of a thread that runs the command for a program, which wants it to end
        }
    }
}
