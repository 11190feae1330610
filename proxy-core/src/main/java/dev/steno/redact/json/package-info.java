/**
 * Secrets in JSON that passes in pieces: values are found by their paths or by the names of their members.
 *
 * <p>Rules and names are immutable; a transform is for one text and one thread. Nothing blocks. Uses {@code content} and
 * {@code flow}; tokens come from {@code redact} through {@link dev.steno.redact.json.JsonTokenMaker}.
 */
@NullMarked
package dev.steno.redact.json;

import org.jspecify.annotations.NullMarked;
