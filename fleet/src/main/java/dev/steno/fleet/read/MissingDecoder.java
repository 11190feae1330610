package dev.steno.fleet.read;

import java.sql.SQLException;

/** Reports that a library by which rows are decoded does not load on this system; rows that need no decoding can be read. */
final class MissingDecoder extends SQLException {
    private static final long serialVersionUID = 1L;

    MissingDecoder(String message) {
        super(message);
    }
}
