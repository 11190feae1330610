package dev.steno.tnetstring;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types of items, by their tag. */
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

    /** The byte that ends an item of this type. */
    public byte tag() {
        return (byte) tag;
    }

    /** The type's name in messages. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable TnetType of(byte tag) {
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
