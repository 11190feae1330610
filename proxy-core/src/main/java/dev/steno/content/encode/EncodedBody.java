package dev.steno.content.encode;

import dev.steno.flow.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A body in the codings of its message. Immutable.
 *
 * @param bytes not to be modified
 * @param headers the message's fields; without Content-Encoding if a coding cannot be written. Their Content-Length is
 *     still that of the earlier body
 * @param note why the body has no coding although its message named some; null if it has those
 */
public record EncodedBody(
        byte[] bytes, Headers headers, @Nullable String note) {}
