package dev.steno.cli.terminal;

import dev.steno.log.LogRecordHandler;
import dev.steno.log.RedactingFormatter;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Configures the JDK's logging, which is behind slf4j. */
public final class Logging {
    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    /** Netty's channel ids contain it; without it, Netty searches for a hardware address, and warns if it finds none. */
    private static final String MACHINE = "io.netty.machineId";

    /** Logs a stack trace if the library does not load, which the exception and its message say as well. A field, since loggers are weakly referenced. */
    private static final Logger SQLITE_LOADER = Logger.getLogger("org.sqlite.SQLiteJDBCLoader");

    /** What scripts say is for the person who wrote them. A field, since loggers are weakly referenced. */
    private static final Logger SCRIPTS = Logger.getLogger("script");

    /** What came of a replay that a person began in the background. */
    private static final Logger REPLAYS = Logger.getLogger("dev.steno.replay.ClientReplay");

    private Logging() {}

    /**
     * Prints one line per log entry on standard error, with the time if {@code verbose}; by default only warnings and errors. To be called before
     * anything is logged.
     *
     * @param verbose whether entries of level INFO are printed as well
     */
    public static void configure(boolean verbose) {
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(
                    FORMAT,
                    verbose ? "steno: %1$tH:%1$tM:%1$tS.%1$tL %4$s %5$s (%3$s)%6$s%n" : "steno: %4$s: %5$s%6$s%n");
        }
        if (System.getProperty(MACHINE) == null) {
            System.setProperty(MACHINE, machine());
        }
        quietenLoader();
        Logger.getLogger("").setLevel(verbose ? Level.INFO : Level.WARNING);
        SCRIPTS.setLevel(Level.INFO);
        REPLAYS.setLevel(Level.INFO);
    }

    /** As {@link #configure} for warnings and errors, unless it was called: for what only some calls of a command log. */
    public static void configureOnce() {
        if (System.getProperty(FORMAT) == null) {
            configure(false);
        }
    }

    /** Redacts what is printed from now on; the log of the run redacts its lines itself. */
    public static void redactBy(UnaryOperator<String> redaction) {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            if (!(handler instanceof LogRecordHandler)) {
                handler.setFormatter(RedactingFormatter.of(handler.getFormatter(), redaction));
            }
        }
    }

    /** Keeps entries from standard error, while the terminal shows something else. */
    public static void keepOffTheTerminal() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            if (handler instanceof ConsoleHandler) {
                root.removeHandler(handler);
            }
        }
    }

    /** Keeps SQLite's loader from logging what its exception says as well. To be called before SQLite is loaded. */
    public static void quietenLoader() {
        SQLITE_LOADER.setLevel(Level.OFF);
    }

    /** Returns a random address in the form of a hardware address. */
    private static String machine() {
        byte[] bytes = new byte[6];
        ThreadLocalRandom.current().nextBytes(bytes);
        bytes[0] = (byte) (bytes[0] & 0xfc | 0x02); // locally administered, of one machine (IEEE 802, 8.2)
        return HexFormat.ofDelimiter(":").formatHex(bytes);
    }
}
