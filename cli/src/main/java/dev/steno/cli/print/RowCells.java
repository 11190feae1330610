package dev.steno.cli.print;

import dev.steno.text.Printable;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A value of a row as text on one line. Pure. */
final class RowCells {
    private RowCells() {}

    /** Returns a text with control characters escaped, the hexadecimal digits of a blob, or nothing for NULL. */
    static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : Printable.line(value.toString());
    }
}
