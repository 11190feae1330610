package dev.steno.interop.intake;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reports a file that cannot be imported, or not to its end. The message says what to do, on the command line. */
public abstract sealed class ImportException extends IOException permits RefusedFileException, DamagedFileException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final @Nullable Remedy remedy;

    ImportException(String message, @Nullable Throwable cause) {
        super(message, cause);
        what = message;
        remedy = null;
    }

    /** @param what failed, to which the message adds what to do on the command line */
    ImportException(String what, Remedy remedy) {
        super(what + "; " + remedy.onCommandLine());
        this.what = what;
        this.remedy = remedy;
    }

    /** Returns what failed, without the remedy if there is one. */
    public final String what() {
        return what;
    }

    /** Returns what a person may change about the import; null if nothing helps but another file. */
    public final @Nullable Remedy remedy() {
        return remedy;
    }
}
