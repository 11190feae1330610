package dev.steno.interop.text;

import dev.steno.flow.Headers;
import dev.steno.interop.intake.WireText;
import dev.steno.interop.json.JsonKind;
import dev.steno.interop.json.JsonScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Header fields as files of JSON have them: objects, pairs, or a map. For one thread. */
public final class TextHeaders {
    private final List<String> namesAndValues = new ArrayList<>();
    private boolean wide;
    private boolean split;

    /** Removes all fields. */
    public void clear() {
        namesAndValues.clear();
        wide = false;
        split = false;
    }

    /** Takes the scanner's next value. */
    public void read(JsonScanner in) throws IOException {
        if (in.kind() == JsonKind.OBJECT) {
            readMap(in);
            return;
        }
        if (!in.enterArray()) {
            return;
        }
        while (in.nextItem()) {
            switch (in.kind()) {
                case OBJECT -> readObject(in);
                case ARRAY -> readPair(in);
                default -> in.skip();
            }
        }
    }

    private void readObject(JsonScanner in) throws IOException {
        String name = null;
        String value = null;
        in.enterObject();
        while (in.nextName()) {
            switch (in.name()) {
                case "name" -> name = in.text();
                case "value" -> value = in.text();
                default -> in.skip();
            }
        }
        if (name != null || value != null) {
            add(name == null ? "" : name, value);
        }
    }

    private void readPair(JsonScanner in) throws IOException {
        in.enterArray();
        String[] pair = new String[2];
        for (int i = 0; in.nextItem(); i++) {
            if (i < 2) {
                pair[i] = in.text();
            } else {
                in.skip();
            }
        }
        if (pair[0] != null) {
            add(pair[0], pair[1]);
        }
    }

    private void readMap(JsonScanner in) throws IOException {
        in.enterObject();
        while (in.nextName()) {
            String name = in.name();
            if (in.kind() == JsonKind.ARRAY) {
                in.enterArray();
                while (in.nextItem()) {
                    add(name, in.text());
                }
            } else {
                add(name, in.text());
            }
        }
    }

    /**
     * Adds a field. A line break in the value joins repeats of the field, as the protocol of Chrome's DevTools does; what follows
     * it is never taken for the name of another field.
     */
    public void add(String name, @Nullable String value) {
        if (value == null || value.indexOf('\n') < 0 && value.indexOf('\r') < 0) {
            put(name, value == null ? "" : value);
            return;
        }
        int parts = 0;
        for (String part : value.split("\r\n|\n|\r", -1)) {
            String stripped = part.strip();
            if (!stripped.isEmpty()) {
                put(name, stripped);
                parts++;
            }
        }
        if (parts == 0) {
            put(name, "");
        }
        split |= parts > 1;
    }

    private void put(String name, String value) {
        wide |= WireText.isWide(name) || WireText.isWide(value);
        namesAndValues.add(WireText.bytes(name));
        namesAndValues.add(WireText.bytes(value));
    }

    /** Returns the first value of a name; null if there is none. */
    public @Nullable String get(String name) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                return namesAndValues.get(i + 1);
            }
        }
        return null;
    }

    /** Whether there is no field. */
    public boolean isEmpty() {
        return namesAndValues.isEmpty();
    }

    /** Whether one of the names begins with a colon, as in HTTP/2 and HTTP/3 (RFC 9113, 8.3). */
    public boolean hasPseudoFields() {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).startsWith(":")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a field had characters that are no bytes, and became UTF-8. */
    public boolean isWide() {
        return wide;
    }

    /** Whether joined repeats were split. */
    public boolean isSplit() {
        return split;
    }

    /** Returns the fields in their order. */
    public Headers headers() {
        return Headers.of(namesAndValues.toArray(new String[0]));
    }
}
