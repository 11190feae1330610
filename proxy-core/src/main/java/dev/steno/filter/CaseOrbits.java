package dev.steno.filter;

import java.lang.reflect.Field;

/**
 * Works around a fault of RE2/J 1.8 (https://github.com/google/re2j): compiling some letters (U+1C80 to U+1C88), or
 * ranges that span them, never ends. To enumerate the case variants of a letter, the library goes from one to the next
 * until it is back at the first, using its own table, or {@link Character} for letters that the table lacks. If the
 * table is older than the Java runtime's Unicode, the walk from some letters never returns. This class enters each of
 * those letters in the table as one without case variants. Tests fail once an upgrade of RE2/J makes this class
 * unnecessary. Stateless, but changes the library's table.
 */
final class CaseOrbits {
    /** Upper bound on the case variants of a letter; a longer walk is taken to be endless. */
    private static final int LONGEST = 16;

    private CaseOrbits() {}

    /**
     * Closes the open orbits; call before the first expression is compiled.
     *
     * @throws IllegalStateException if the library no longer has such a table, as may happen after an upgrade
     */
    static void close() {
        char[] next = table();
        for (int letter = 0; letter < next.length; letter++) {
            if (!closed(letter, next)) {
                next[letter] = (char) letter;
            }
        }
    }

    private static char[] table() {
        try {
            Field table = Class.forName("com.google.re2j.UnicodeTables").getDeclaredField("CASE_ORBIT");
            table.setAccessible(true);
            return (char[]) table.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of RE2/J has no case table to correct: " + e, e);
        }
    }

    private static boolean closed(int letter, char[] next) {
        int at = letter;
        for (int steps = 0; steps < LONGEST; steps++) {
            at = following(at, next);
            if (at == letter) {
                return true;
            }
        }
        return false;
    }

    private static int following(int letter, char[] next) {
        if (letter < next.length && next[letter] != 0) {
            return next[letter];
        }
        int lower = Character.toLowerCase(letter);
        return lower == letter ? Character.toUpperCase(letter) : lower;
    }
}
