package dev.steno.cli.run;

/** Where secrets are replaced by tokens. */
enum RedactAt {
    /** In the record. */
    RECORD,
    /** In what leaves the machine. */
    EXIT,
    /** In both. */
    BOTH
}
