package dev.steno.interop.intake;

/** Reports a file of which nothing is imported. The message says what the file is and what to do. */
public final class RefusedFileException extends ImportException {
    private static final long serialVersionUID = 1L;

    public RefusedFileException(String message) {
        super(message, (Throwable) null);
    }

    /** @param what failed, to which the message adds what to do on the command line */
    public RefusedFileException(String what, Remedy remedy) {
        super(what, remedy);
    }
}
