package dev.steno.script.source;

/**
 * A fault of a script at a place of a file. Immutable.
 *
 * @param file its name
 * @param line from 1; 0 if the fault has no place
 * @param column from 1; 0 if it has none
 * @param text what is wrong, in one line
 */
public record ScriptProblem(String file, long line, long column, String text) {
    /** As compilers print it: file, line and text. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + text : file + ":" + line + ": " + text;
    }
}
