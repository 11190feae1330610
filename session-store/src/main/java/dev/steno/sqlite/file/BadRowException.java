package dev.steno.sqlite.file;

import dev.steno.flow.NumberedConstant;
import dev.steno.store.StoredEnum;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reports a row with a value that no recorder writes. The message names the row and the fault, for people. */
public final class BadRowException extends SQLException {
    private static final long serialVersionUID = 1L;

    public BadRowException(String message) {
        super(message);
    }

    /**
     * Returns the constant for a number from the file.
     *
     * @param what the row and the column, for people: {@code message 3 of flow 7: its kind}
     * @throws BadRowException if there is no such constant
     */
    public static <E extends Enum<E> & NumberedConstant> E constant(StoredEnum<E> constants, int number, String what)
            throws BadRowException {
        E found = constants.of(number);
        if (found == null) {
            throw unknown(constants, number, what);
        }
        return found;
    }

    /** Creates the exception for a number without a constant. */
    public static BadRowException unknown(StoredEnum<?> constants, long number, String what) {
        return new BadRowException(what + " is " + number + "; known values are " + constants.known());
    }

    /**
     * Returns a text from a column that must not be NULL.
     *
     * @throws BadRowException if it is null
     */
    public static String required(@Nullable String text, String what) throws BadRowException {
        if (text == null) {
            throw new BadRowException(what + " is missing");
        }
        return text;
    }
}
