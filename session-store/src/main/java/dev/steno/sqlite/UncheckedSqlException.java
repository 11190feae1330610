package dev.steno.sqlite;

import java.sql.SQLException;

/** Carries a database failure through code that knows of none. */
final class UncheckedSqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient SQLException failure;

    UncheckedSqlException(SQLException failure) {
        super(failure);
        this.failure = failure;
    }

    SQLException failure() {
        return failure;
    }
}
