package dev.steno.interop.json;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of the scanner in the form that the tests' tree has them. */
final class JsonValues {
    private JsonValues() {}

    static @Nullable Object read(JsonScanner in) throws IOException {
        switch (in.kind()) {
            case OBJECT:
                Map<String, Object> object = new LinkedHashMap<>();
                in.enterObject();
                while (in.nextName()) {
                    String name = in.name();
                    object.put(name, read(in));
                }
                return object;
            case ARRAY:
                List<Object> array = new ArrayList<>();
                in.enterArray();
                while (in.nextItem()) {
                    array.add(read(in));
                }
                return array;
            case STRING:
                return in.text();
            case NUMBER:
                return number(in.text());
            default:
                String word = in.text();
                return word == null ? null : Boolean.valueOf(word);
        }
    }

    private static @Nullable Object number(@Nullable String digits) {
        if (digits == null) {
            return null;
        }
        try {
            return digits.matches("-?\\d+") && new BigInteger(digits).bitLength() < 64
                    ? (Object) Long.valueOf(digits)
                    : new BigDecimal(digits);
        } catch (NumberFormatException e) {
            return digits; // no JSON
        }
    }
}
