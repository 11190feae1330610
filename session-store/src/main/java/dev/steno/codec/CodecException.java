package dev.steno.codec;

/**
 * A flow that cannot be written as bytes, or bytes that cannot be read as a flow: corrupt, of a newer format, or naming a
 * certificate that the session does not have. The message says which, in words for people, and quotes no content.
 *
 * <p>Unchecked: a session that Steno wrote gives no cause for it, and who reads one decides per row whether to go on.
 */
public final class CodecException extends RuntimeException {
    CodecException(String message) {
        super(message);
    }

    CodecException(String message, Throwable cause) {
        super(message, cause);
    }
}
