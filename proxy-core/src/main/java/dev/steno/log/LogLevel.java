package dev.steno.log;

/** How grave a line of the log is. */
public enum LogLevel {
    /** Something that was to be expected. */
    INFO,

    /** Something that a person may want to change. */
    WARNING,

    /** Something that failed. */
    ERROR
}
