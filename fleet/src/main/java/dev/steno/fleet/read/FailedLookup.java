package dev.steno.fleet.read;

import java.sql.SQLException;

/** Carries a failure of the store through a decoder that asks for a certificate or a dictionary. */
final class FailedLookup extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SQLException failure;

    FailedLookup(SQLException failure) {
        super(null, null, false, false);
        this.failure = failure;
    }

    SQLException failure() {
        return failure;
    }
}
