package dev.steno.sqlite.file;

import dev.steno.flow.NumberedConstant;
import dev.steno.store.StoredEnum;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A row holds what no recorder writes. The message says for people which row and what is wrong with it. */
public final class BadRowException extends SQLException {
    private static final long serialVersionUID = 1L;

    public BadRowException(String message) {
        super(message);
    }

    /**
     * The constant that a number of the file stands for.
     *
     * @param what the row and the column, for people: {@code piece 3 of flow 7: its kind}
     * @throws BadRowException when it stands for none
     */
    public static <E extends Enum<E> & NumberedConstant> E constant(StoredEnum<E> constants, int number, String what)
            throws BadRowException {
        E found = constants.of(number);
        if (found == null) {
            throw unknown(constants, number, what);
        }
        return found;
    }

    /** A number of the file stands for no constant. */
    public static BadRowException unknown(StoredEnum<?> constants, long number, String what) {
        return new BadRowException(what + " is " + number + "; known values are " + constants.known());
    }

    /** Fails for a column that cannot be NULL. */
    public static String required(@Nullable String text, String what) throws BadRowException {
        if (text == null) {
            throw new BadRowException(what + " is missing");
        }
        return text;
    }
}
