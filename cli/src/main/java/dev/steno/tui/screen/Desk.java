package dev.steno.tui.screen;

import dev.steno.store.SessionReader;
import dev.steno.tui.data.RecordingState;
import dev.steno.tui.data.Source;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What a screen can ask for. For the interface's thread, and all consumers are called on it. */
public interface Desk {

    /** Returns the session that is shown. */
    Source source();

    /** Shows a screen above the current one. */
    void open(Screen screen);

    /** Closes the current screen; the last one stays. */
    void back();

    /** Shows a message until the next key. */
    void say(String message);

    /** Shows why something failed, until the next key. */
    void fail(String message);

    /** Asks for a line. */
    void ask(Prompt prompt);

    /** Asks for a command, or the name of a screen, of which a part is there already. */
    void askForCommand(String begun);

    /**
     * Asks whether to do something that cannot be undone.
     *
     * @param question names what will happen, and ends with a question mark
     */
    void confirm(String question, Runnable action);

    /**
     * Does something that destroys in eight seconds, unless it is undone meanwhile. It is done at once if the user quits, and not
     * at all if the interface ends otherwise.
     *
     * @param doing what will happen, such as {@code removing flow 3}
     * @param subject to what; nothing is added if it waits for that already
     */
    void later(String doing, String subject, Runnable action);

    /** Runs a task that blocks on the working thread; tasks run one after the other. A failure is shown. */
    <T> void work(Callable<T> task, Consumer<T> result);

    /** Runs a task on the working thread with a reader of the session, which stays open. A failure is shown. */
    <T> void read(Reading<T> task, Consumer<T> result);

    /**
     * Reads from the session; blocks.
     *
     * @param <T> the type of what was read
     */
    @FunctionalInterface
    interface Reading<T> {
        T from(SessionReader reader) throws IOException;
    }

    /** Receives the result of work that has begun elsewhere. A failure is shown. */
    <T> void await(CompletableFuture<T> work, Consumer<T> result);

    /**
     * Receives the result of work that leads to a question, a line or an editor. Keys that are pressed meanwhile wait for the
     * question, and are dropped if there is none in the end; Escape forgets it. A failure is shown.
     */
    <T> void awaitToAsk(CompletableFuture<T> work, Consumer<T> result);

    /** Runs a task as {@link #work} does, whose result is received as by {@link #awaitToAsk}. */
    <T> void workToAsk(Callable<T> task, Consumer<T> result);

    /**
     * Calls a command of the session on the working thread. A failure is shown.
     *
     * @param result receives its result as text
     */
    void call(String command, List<String> arguments, Consumer<String> result);

    /**
     * Gives the terminal to another program, such as an editor, while the task runs on this thread. The screen is drawn
     * again afterwards. A failure is shown.
     */
    void outside(Callable<Void> task);

    /** Returns the environment variables, such as the one that names the editor. */
    Map<String, String> environment();

    /** Puts a text onto the clipboard of the terminal. */
    void copy(String text);

    /** Wants a new frame; needed only if a screen changes by itself. */
    void changed();

    /** Returns the flow that has the focus; 0 if none has. */
    long focus();

    /** Tells the desk which flow has the focus; 0 if none has. */
    void focusOn(long flow);

    /** Returns what was told last of the recording. */
    RecordingState state();

    /** Ends the interface, after a question if flows are held. */
    void quit();
}
