package dev.steno.interop.tnetstring;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types of items. */
public enum TnetType {
    BYTES(','),
    TEXT(';'),
    INTEGER('#'),
    FLOAT('^'),
    BOOLEAN('!'),
    NULL('~'),
    LIST(']'),
    DICTIONARY('}');

    private final char tag;

    TnetType(char tag) {
        this.tag = tag;
    }

    /** Returns the tag, the byte that ends an item of this type. */
    public byte tag() {
        return (byte) tag;
    }

    /** Returns the type's name for messages. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the type with a tag; null if there is none. */
    public static @Nullable TnetType of(byte tag) {
        return switch (tag) {
            case ',' -> BYTES;
            case ';' -> TEXT;
            case '#' -> INTEGER;
            case '^' -> FLOAT;
            case '!' -> BOOLEAN;
            case '~' -> NULL;
            case ']' -> LIST;
            case '}' -> DICTIONARY;
            default -> null;
        };
    }
}
