package dev.steno.sqlite.file;

import java.sql.SQLException;

/** A row holds what no recorder writes. The message says for people which row and what is wrong with it. */
public final class BadRowException extends SQLException {
    private static final long serialVersionUID = 1L;

    public BadRowException(String message) {
        super(message);
    }

    /** Fails for a column that cannot be NULL. */
    public static String required(@org.jspecify.annotations.Nullable String text, String what) throws BadRowException {
        if (text == null) {
            throw new BadRowException(what + " is missing");
        }
        return text;
    }
}
