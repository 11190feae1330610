package dev.steno.sqlite.file;

import java.sql.SQLException;

/** Carries a database failure through interfaces that declare no checked exception. */
public final class UncheckedSqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient SQLException failure;

    public UncheckedSqlException(SQLException failure) {
        super(failure);
        this.failure = failure;
    }

    public SQLException failure() {
        return failure;
    }
}
