package dev.steno.copy;

import dev.steno.text.Printable;
import dev.steno.text.ShellWord;
import dev.steno.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Bytes as words of a POSIX shell. Printable text stands in single quotes. Everything else is written by printf in octal
 * digits, since {@code $'…'} is not known to every {@code sh}, and a control character that is pasted can act on the
 * terminal. Pure; any thread.
 */
final class ShellBytes {
    private ShellBytes() {}

    /** Returns whether the bytes are UTF-8 without control, invisible and reordering characters; line feeds are allowed. */
    static boolean isPlain(byte[] bytes) {
        String text = Utf8.text(bytes);
        return text != null && Printable.block(text).equals(text) && text.indexOf('\t') < 0;
    }

    /** Returns one word. Its bytes must not end with a line feed, which a command substitution removes. */
    static String word(byte[] bytes) {
        return isPlain(bytes)
                ? ShellWord.quoted(new String(bytes, StandardCharsets.UTF_8))
                : "\"$(" + printf(bytes) + ")\"";
    }

    /** Returns a command that writes the bytes. */
    static String printf(byte[] bytes) {
        StringBuilder octal = new StringBuilder(2 * bytes.length);
        for (byte each : bytes) {
            int value = each & 0xff;
            boolean option = value == '-' && octal.isEmpty(); // which printf would read
            if (!option && value >= 0x20 && value < 0x7f && value != '\'' && value != '\\' && value != '%') {
                octal.append((char) value);
            } else {
                octal.append(String.format(Locale.ROOT, "\\%03o", value));
            }
        }
        return "printf '" + octal + "'";
    }
}
