package dev.steno.cli.run;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Configures the JDK's logging, which is behind slf4j. */
public final class Logging {
    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    private Logging() {}

    /**
     * Prints one line per log entry on standard error; by default only warnings and errors. To be called before
     * anything is logged.
     *
     * @param verbose whether entries of level INFO are printed as well
     */
    public static void configure(boolean verbose) {
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "steno: %4$s: %5$s (%3$s)%6$s%n");
        }
        Logger.getLogger("").setLevel(verbose ? Level.INFO : Level.WARNING);
    }
}
