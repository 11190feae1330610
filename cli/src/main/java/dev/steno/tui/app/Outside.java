package dev.steno.tui.app;

import java.util.Map;
import java.util.concurrent.Callable;

/** What the interface needs of its terminal beyond keys and frames. For the interface's thread. */
public interface Outside {

    /** Gives the terminal to another program while the task runs. */
    void lend(Callable<Void> task) throws Exception;

    /** Puts a text onto the terminal's clipboard. */
    void copy(String text);

    /** Returns the environment variables, such as the one that names the editor. */
    Map<String, String> environment();

    /** Stops the process until it is continued, as Ctrl-Z does for other programs. */
    void suspend();
}
