package dev.steno.content;

import java.io.EOFException;
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

    public ContentCodingException(Reason reason, String coding, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.coding = coding;
    }

    /**
     * Reports that a decoder failed, which means that the data is not in its coding, or ends too early.
     *
     * @param cause any exception of the decoder
     * @param decoded the number of bytes that were decoded before; -1 if it is not known
     */
    public static ContentCodingException corrupt(String coding, Exception cause, long decoded) {
        return new ContentCodingException(
                Reason.CORRUPT,
                coding,
                "the body is not complete " + coding + " data: " + words(cause)
                        + (decoded < 0 ? "" : ", after " + decoded + " decoded bytes"),
                cause);
    }

    /** What a decoder says, unless it names a class or an index instead of a fault of the data. */
    private static String words(Exception cause) {
        String message = cause.getMessage();
        if (cause instanceof EOFException) {
            return "it ends too early";
        }
        boolean worded = cause instanceof IOException && message != null && !message.contains("Exception");
        return worded ? String.valueOf(message) : "it is damaged";
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
