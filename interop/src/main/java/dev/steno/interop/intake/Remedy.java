package dev.steno.interop.intake;

/**
 * What a person may change about an import, so that the same file gives more. Each interface says it in its own terms; a message
 * of an exception says it in those of the command line.
 */
public enum Remedy {
    /** Name the format, which the content does not tell. */
    FORMAT("name the format with --from if it is one of these"),
    /** Give the password of an encrypted archive. */
    PASSWORD("give the name of a file with it as --password-file"),
    /** Search for entries behind the damage. */
    SALVAGE("--salvage looks for items behind the damage");

    private final String onCommandLine;

    Remedy(String onCommandLine) {
        this.onCommandLine = onCommandLine;
    }

    /** Returns the clause that follows what failed. */
    String onCommandLine() {
        return onCommandLine;
    }
}
