package dev.steno.codec;

/**
 * Reports that a flow cannot be encoded, or that bytes cannot be decoded because they are corrupt, have a newer
 * format, or refer to a certificate that the session lacks. The message says which, for people, and quotes no
 * content.
 *
 * <p>Unchecked: a session that Steno wrote never causes it, and a reader decides per row whether to continue.
 */
public final class CodecException extends RuntimeException {
    CodecException(String message) {
        super(message);
    }

    CodecException(String message, Throwable cause) {
        super(message, cause);
    }
}
