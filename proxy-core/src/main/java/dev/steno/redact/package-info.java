/**
 * Redaction: secrets of flows, bodies and messages are replaced by tokens that are equal where the secrets were equal.
 *
 * <p>Rules are immutable. A {@link dev.steno.redact.Redactor} is for any thread; a transform of one body or one stream of
 * messages is for one thread. Nothing blocks. Uses {@code redact.json}, {@code content}, {@code filter}, {@code flow} and {@code text}.
 */
@NullMarked
package dev.steno.redact;

import org.jspecify.annotations.NullMarked;
