package dev.steno.sqlite.file;

import java.sql.SQLException;

/** A row holds what no recorder writes. The message says for people which row and what is wrong with it. */
public final class BadRowException extends SQLException {
    private static final long serialVersionUID = 1L;

    public BadRowException(String message) {
        super(message);
    }

    /**
     * The constant that a number of the file stands for.
     *
     * @param what the row and the column, for people
     */
    public static <T> T constant(T[] all, int number, String what) throws BadRowException {
        if (number < 0 || number >= all.length) {
            throw new BadRowException(what + " is " + number + ", and the numbers go from 0 to " + (all.length - 1));
        }
        return all[number];
    }

    /** Fails for a column that cannot be NULL. */
    public static String required(@org.jspecify.annotations.Nullable String text, String what) throws BadRowException {
        if (text == null) {
            throw new BadRowException(what + " is missing");
        }
        return text;
    }
}
