package dev.steno.cli.print;

import dev.steno.sqlite.sql.SessionQuery;

/** An output format for the rows of a query. For one thread. */
public interface RowWriter extends SessionQuery.Result {
    /** Writes rows that were held back. */
    default void writeEnd() {}
}
