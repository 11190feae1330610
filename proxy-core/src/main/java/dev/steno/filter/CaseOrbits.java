package dev.steno.filter;

import java.lang.reflect.Field;

/**
 * Mends RE2/J's table of letters that differ in case alone. The library goes from a letter to the next one of its case with its own table where
 * that has an entry and with {@link Character} where it has none, until it is back at the first. Where the table is older than the Java
 * runtime's Unicode, there are letters that it never comes back to (U+1C80 to U+1C88), and compiling such a letter, or a range that spans it,
 * never ends. Each of them is entered as a letter without another case.
 */
final class CaseOrbits {
    /** More steps than any letter has forms. */
    private static final int LONGEST = 16;

    private CaseOrbits() {}

    /**
     * Closes what is open; before the first expression is compiled.
     *
     * @throws IllegalStateException if the library has no such table, as may be after an upgrade
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
            throw new IllegalStateException("this version of RE2/J has no table of cases to mend: " + e, e);
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
