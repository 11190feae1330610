package dev.steno.interop.json;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes one value as valid JSON without white space; what JSON has no word for becomes null. For one thread. */
final class JsonCompactor {
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");

    private final JsonScanner scanner;
    private final int limit;
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder open = new StringBuilder();

    JsonCompactor(JsonScanner scanner, int limit) {
        this.scanner = scanner;
        this.limit = limit;
    }

    /** Returns the value; null if it is too long, in which case it was passed over. */
    @Nullable
    String read() throws IOException {
        int outer = scanner.depth();
        do {
            value();
            if (out.length() + open.length() > limit) {
                scanner.leave(outer);
                return null;
            }
        } while (nextValue());
        return out.length() > limit ? null : out.toString();
    }

    private void value() throws IOException {
        switch (scanner.kind()) {
            case OBJECT -> {
                scanner.enterObject();
                out.append('{');
                open.append('}');
            }
            case ARRAY -> {
                scanner.enterArray();
                out.append('[');
                open.append(']');
            }
            case STRING -> JsonQuotes.quote(String.valueOf(scanner.text()), out);
            case NUMBER -> {
                String digits = scanner.text();
                out.append(digits == null || !NUMBER.matcher(digits).matches() ? "null" : digits);
            }
            case WORD -> out.append(scanner.text());
        }
    }

    /** Closes what ends, and moves to the next value within what is open; false if nothing is. */
    private boolean nextValue() throws IOException {
        while (open.length() > 0) {
            char end = open.charAt(open.length() - 1);
            if (end == '}' ? scanner.nextName() : scanner.nextItem()) {
                char last = out.charAt(out.length() - 1);
                if (last != '{' && last != '[') {
                    out.append(',');
                }
                if (end == '}') {
                    JsonQuotes.quote(scanner.name(), out);
                    out.append(':');
                }
                return true;
            }
            out.append(end);
            open.setLength(open.length() - 1);
        }
        return false;
    }
}
