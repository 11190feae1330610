package dev.steno.tui.screen;

import dev.steno.command.Completion;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A line that is asked for at the bottom of the screen. Immutable.
 *
 * @param label before the line, such as {@code :}
 * @param text the line at first
 * @param check returns what is wrong with a line as it is typed; null if nothing is
 * @param complete returns what the end of a line may become, if Tab is pressed; runs on the working thread
 * @param hint returns what is said below a line that is not wrong, such as what is expected next; empty if it is nothing
 * @param accept receives the line when Enter is pressed, if nothing is wrong with it
 */
public record Prompt(
        String label,
        String text,
        Function<String, @Nullable Complaint> check,
        Function<String, Completion> complete,
        Function<String, String> hint,
        Consumer<String> accept) {

    /** Creates a prompt that says nothing below its line. */
    public Prompt(
            String label,
            String text,
            Function<String, @Nullable Complaint> check,
            Function<String, Completion> complete,
            Consumer<String> accept) {
        this(label, text, check, complete, line -> "", accept);
    }

    /** Returns the prompt with something below its line. */
    public Prompt hinting(Function<String, String> other) {
        return new Prompt(label, text, check, complete, other, accept);
    }

    /**
     * What is wrong with a line. Immutable.
     *
     * @param column index in {@code char}s at which it is wrong
     * @param message a sentence
     */
    public record Complaint(int column, String message) {}

    /** Returns a prompt for any line. */
    public static Prompt of(String label, String text, Consumer<String> accept) {
        return new Prompt(label, text, line -> null, line -> new Completion(line.length(), List.of()), accept);
    }
}
