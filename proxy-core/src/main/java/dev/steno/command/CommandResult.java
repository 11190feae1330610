package dev.steno.command;

import org.jspecify.annotations.Nullable;

/**
 * What a command gave.
 *
 * @param value the result as the method returned it; null where it has none
 * @param text the result as text: nothing, a value, a line {@code name: value} for each component of a record, a line for
 *     each element of a list, or a heading and tab-separated lines for a list of records
 */
public record CommandResult(@Nullable Object value, String text) {}
