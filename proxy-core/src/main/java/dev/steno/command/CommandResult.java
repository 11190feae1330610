package dev.steno.command;

import org.jspecify.annotations.Nullable;

/**
 * The result of a command. Immutable.
 *
 * @param value the method's return value; null for a {@code void} method
 * @param text the result as text: empty, a value, a line {@code name: value} per component of a record, a line per
 *     element of a list, or a heading and tab-separated lines for a list of records
 */
public record CommandResult(@Nullable Object value, String text) {}
