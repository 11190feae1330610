package dev.steno.cli.run;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The JDK's logging behind slf4j, told how to look and what to leave out. */
public final class Logging {
    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    private Logging() {}

    /**
     * One line an entry on standard error, warnings alone unless asked for more. Called before the first entry.
     *
     * @param verbose whether what goes well is told too
     */
    public static void begin(boolean verbose) {
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "steno: %4$s: %5$s (%3$s)%6$s%n");
        }
        Logger.getLogger("").setLevel(verbose ? Level.INFO : Level.WARNING);
    }
}
