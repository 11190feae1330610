package dev.steno.text;

/** Words of a POSIX shell, for commands that people copy. Stateless; any thread. */
public final class ShellWord {
    private ShellWord() {}

    /** Returns a text in single quotes, within which the shell expands nothing (POSIX.1, 2.2.2). */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
