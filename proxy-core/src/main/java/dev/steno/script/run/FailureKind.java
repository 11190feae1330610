package dev.steno.script.run;

/**
 * Failures of one kind. Immutable.
 *
 * @param where the method
 * @param what a sentence, with the line of the script if it is one
 * @param count how often it failed so, of the present version
 */
public record FailureKind(String where, String what, long count) {}
