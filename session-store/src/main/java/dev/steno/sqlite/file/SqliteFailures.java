package dev.steno.sqlite.file;

import dev.steno.store.SessionException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** Translates SQLite's errors into messages for people, with what to do. Stateless. */
public final class SqliteFailures {
    private SqliteFailures() {}

    /** Returns SQLite's primary result code (https://www.sqlite.org/rescode.html). */
    static int code(SQLException failure) {
        return failure.getErrorCode() & 0xff;
    }

    public static boolean is(SQLException failure, SQLiteErrorCode code) {
        return code(failure) == code.code;
    }

    public static SessionException writing(Path file, SQLException failure) {
        return of("cannot write the session " + file, failure);
    }

    public static SessionException reading(Path file, SQLException failure) {
        return of("cannot read the session " + file, failure);
    }

    public static SessionException opening(Path file, SQLException failure) {
        return of("cannot open the session " + file, failure);
    }

    /** Creates the exception for a row whose values made the reading code fail. */
    public static SessionException oddRow(Path file, RuntimeException failure) {
        return SessionException.damaged(
                "cannot read the session " + file + ": a row holds a value that no recorder writes (" + failure
                        + "). Check it with: steno verify " + file,
                failure);
    }

    private static SessionException of(String what, SQLException failure) {
        String why;
        if (is(failure, SQLiteErrorCode.SQLITE_FULL)) {
            why = "the disk is full: free some space";
        } else if (is(failure, SQLiteErrorCode.SQLITE_BUSY) || is(failure, SQLiteErrorCode.SQLITE_LOCKED)) {
            return SessionException.locked(
                    what + ": another program has it locked: end that program's transaction", failure);
        } else if (is(failure, SQLiteErrorCode.SQLITE_READONLY) || is(failure, SQLiteErrorCode.SQLITE_PERM)) {
            why = "writing is not permitted: check the permissions of the file and its folder";
        } else if (is(failure, SQLiteErrorCode.SQLITE_CANTOPEN)) {
            why = "the file or one beside it cannot be opened: check the permissions of the file and its folder";
        } else if (is(failure, SQLiteErrorCode.SQLITE_IOERR)) {
            why = "the disk reports an error (" + failure.getMessage()
                    + "): check whether it has become read-only or is failing";
        } else if (is(failure, SQLiteErrorCode.SQLITE_CORRUPT) || is(failure, SQLiteErrorCode.SQLITE_NOTADB)) {
            why = "the file is damaged: copy it, and recover what can be read with \"sqlite3 FILE .recover\"";
        } else if (is(failure, SQLiteErrorCode.SQLITE_TOOBIG)) {
            why = "a row is larger than " + ConnectionOpener.ROW_BYTES + " bytes, which no recorder writes";
        } else if (failure instanceof BadRowException) {
            return SessionException.damaged(
                    what + ": " + failure.getMessage()
                            + ". steno verify lists all such rows, and --repair repairs them",
                    failure);
        } else {
            why = String.valueOf(failure.getMessage());
        }
        return new SessionException(what + ": " + why, failure);
    }
}
