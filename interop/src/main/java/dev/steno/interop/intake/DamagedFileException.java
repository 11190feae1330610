package dev.steno.interop.intake;

/**
 * Reports that the rest of a file cannot be read. The flows before that place stay imported. The message names the byte and
 * the entry, and says what was left out.
 */
public final class DamagedFileException extends ImportException {
    private static final long serialVersionUID = 1L;

    public DamagedFileException(String message) {
        super(message, (Throwable) null);
    }

    public DamagedFileException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param what failed, to which the message adds what to do on the command line */
    public DamagedFileException(String what, Remedy remedy) {
        super(what, remedy);
    }
}
