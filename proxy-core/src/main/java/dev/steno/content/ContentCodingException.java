package dev.steno.content;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A body's content coding cannot be removed; the body as it passed is as good as ever. */
public final class ContentCodingException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why a coding cannot be removed. */
    public enum Reason {
        /** Nobody here knows the coding. */
        UNKNOWN,
        /** The bytes are not of that coding, or end too early. */
        CORRUPT,
        /** The decoded bytes are more than was allowed. */
        TOO_LARGE
    }

    private final Reason reason;
    private final String coding;

    ContentCodingException(Reason reason, String coding, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.coding = coding;
    }

    public Reason reason() {
        return reason;
    }

    /** The coding, as the message named it. */
    public String coding() {
        return coding;
    }
}
