package dev.steno.interop.intake;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reports a file of which nothing is imported. The message says what the file is and what to do. */
public final class RefusedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final @Nullable Remedy remedy;

    public RefusedFileException(String message) {
        super(message);
        what = message;
        remedy = null;
    }

    /** @param what failed, to which the message adds what to do on the command line */
    public RefusedFileException(String what, Remedy remedy) {
        super(what + "; " + remedy.onCommandLine());
        this.what = what;
        this.remedy = remedy;
    }

    /** Returns what failed, without the remedy if there is one. */
    public String what() {
        return what;
    }

    /** Returns what a person may change about the import; null if nothing helps but another file. */
    public @Nullable Remedy remedy() {
        return remedy;
    }
}
