package dev.steno.interop.intake;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reports that the rest of a file cannot be read. The flows before that place stay imported. The message names the byte and
 * the entry, and says what was left out.
 */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final @Nullable Remedy remedy;

    public DamagedFileException(String message) {
        super(message);
        what = message;
        remedy = null;
    }

    /** @param what failed, to which the message adds what to do on the command line */
    public DamagedFileException(String what, Remedy remedy) {
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

    public DamagedFileException(String message, Throwable cause) {
        super(message, cause);
        what = message;
        remedy = null;
    }
}
