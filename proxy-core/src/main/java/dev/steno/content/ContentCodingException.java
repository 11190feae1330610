package dev.steno.content;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reports that a content coding cannot be removed from a body. The body is forwarded and recorded nevertheless. */
public final class ContentCodingException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why the coding cannot be removed. */
    public enum Reason {
        /** The coding is not supported. */
        UNKNOWN,
        /** The data is not in that coding, or is truncated. */
        CORRUPT,
        /** The decoded data exceeds the limit. */
        TOO_LARGE
    }

    private final Reason reason;
    private final String coding;

    ContentCodingException(Reason reason, String coding, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.coding = coding;
    }

    /** Returns the kind of fault, for programs. */
    public Reason reason() {
        return reason;
    }

    /** The coding, as the message named it. */
    public String coding() {
        return coding;
    }
}
