package dev.steno.interop.json;

/** Reports that the fields of an entry need more memory than is allowed. The scanner can go on behind the entry. */
public final class JsonLimitException extends JsonSyntaxException {
    private static final long serialVersionUID = 1L;

    JsonLimitException(long limit, long offset) {
        super("its fields are larger than " + limit + " bytes, the limit of an entry without its bodies", offset);
    }
}
