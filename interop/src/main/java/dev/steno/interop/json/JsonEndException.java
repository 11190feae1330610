package dev.steno.interop.json;

/** Reports that a file ends within a value. */
public final class JsonEndException extends JsonSyntaxException {
    private static final long serialVersionUID = 1L;

    JsonEndException(String message, long offset) {
        super(message, offset);
    }
}
