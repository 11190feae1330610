package dev.steno.tui.term;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jline.utils.Signals;

/**
 * Whether the process may use its terminal. A shell lets one job use it, the foreground; the system stops the others when they read
 * keys or set modes, by SIGTTIN and SIGTTOU. A process that is stopped like that, and continued to be ended by SIGTERM, is stopped
 * again before the JVM has handled the signal: it would never end. So these signals are ignored, and this class is asked instead.
 * Stateless; any thread.
 */
final class Foreground {
    private static final List<String> STOPPING = List.of("TTIN", "TTOU");

    /** Field 5 is the process group, field 8 that of the terminal's foreground (proc_pid_stat(5)). */
    private static final Path STATE = Path.of("/proc/self/stat");

    private static final int GROUP = 2;
    private static final int FOREGROUND = 5;

    private Foreground() {}

    /** Whether another job of the shell has the terminal; false on systems other than Linux, where it is not known. */
    static boolean isLost() {
        try {
            String state = Files.readString(STATE);
            String[] fields =
                    state.substring(state.lastIndexOf(')') + 1).strip().split(" ");
            long foreground = Long.parseLong(fields[FOREGROUND]);
            return foreground > 0 && foreground != Long.parseLong(fields[GROUP]);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Has reading in the background fail, and setting modes succeed, in place of stopping the process. */
    static void ignoreStops() {
        if (!Files.exists(STATE)) {
            return; // without isLost(), to be stopped is right
        }
        try {
            Object ignore =
                    Class.forName("sun.misc.SignalHandler").getField("SIG_IGN").get(null);
            STOPPING.forEach(name -> Signals.unregister(name, ignore));
        } catch (ReflectiveOperationException e) {
            // this Java has no handlers of signals; the process is stopped then
        }
    }

    /** Has the system stop the process again; programs that are started from now on are stopped as usual, too. */
    static void heedStops() {
        STOPPING.forEach(Signals::registerDefault);
    }
}
