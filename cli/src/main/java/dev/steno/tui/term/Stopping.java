package dev.steno.tui.term;

import java.io.IOException;
import java.util.List;
import org.jline.utils.Signals;

/** Stops the processes of the terminal's foreground, as its driver does it for Ctrl-Z. Stateless. */
final class Stopping {
    private static final String STOP = "TSTP";

    private Stopping() {}

    /**
     * Returns when the processes are continued. Without effect on a system without the signal.
     *
     * <p>Java can raise only signals that it handles, and then they do not stop it; so a shell sends it, to its own group,
     * which is that of this process.
     */
    static void stopProcesses() {
        Signals.registerDefault(STOP);
        try {
            new ProcessBuilder(List.of("sh", "-c", "kill -" + STOP + " 0"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // Windows has neither
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
