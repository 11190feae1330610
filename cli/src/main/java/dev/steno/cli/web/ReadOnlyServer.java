package dev.steno.cli.web;

import dev.steno.cli.command.Version;
import dev.steno.cli.option.HomeKey;
import dev.steno.cli.option.RedactionOptions;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.Signals;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.log.EventLog;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.tool.SessionRedaction;
import dev.steno.web.ReadOnlyInterface;
import dev.steno.web.opened.ReadOnlySource;
import java.io.IOException;
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
     * @param session closed at the end
     * @param home where the token is
     * @param port 0 for the usual one, or one of the next that are free
     */
    static void serve(ReadOnlySource session, Path home, int port, ProtoSchema schema, Console console, Opened opened)
            throws IOException {
        try (ReadOnlyInterface server = bind(session, port)) {
            server.start(
                    session,
                    home,
                    new ReadOnlyInterface.Parts(new EventLog(), file -> leaving(file, home), schema, Version.number()));
            String url = server.loginUrl();
            console.out().println(url);
            console.flush();
            console.say("showing " + session.name() + " read-only at " + server.url() + " until Ctrl-C");
            opened.at(url);
            awaitEnd();
        }
    }

    private static ReadOnlyInterface bind(ReadOnlySource session, int port) throws IOException {
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
