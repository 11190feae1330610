package dev.steno.interop.json;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * What the beginning of a file shows of its JSON. Immutable.
 *
 * @param json whether it begins with an object or an array
 * @param array whether with an array
 * @param names the names of the first object's fields, as far as they are seen; of an array, those of its first object
 * @param open whether the first object does not end within the beginning, so that it may have more fields
 */
public record JsonShape(boolean json, boolean array, Set<String> names, boolean open) {
    private static final JsonShape NONE = new JsonShape(false, false, Set.of(), false);

    /** @param start the first bytes of the file, which may end anywhere */
    public static JsonShape of(byte[] start) {
        Set<String> names = new HashSet<>();
        boolean array = false;
        boolean json = false;
        try {
            JsonScanner scanner = new JsonScanner(new ByteArrayInputStream(start));
            if (!scanner.nextDocument()) {
                return NONE;
            }
            JsonKind first = scanner.kind();
            array = first == JsonKind.ARRAY;
            json = array || first == JsonKind.OBJECT;
            if (!json) {
                return NONE;
            }
            if (array) {
                scanner.enterArray();
                if (!scanner.nextItem()) {
                    return new JsonShape(true, true, names, false);
                }
            }
            if (scanner.enterObject()) {
                while (scanner.nextName()) {
                    names.add(scanner.name());
                    scanner.skip();
                }
            }
            return new JsonShape(true, array, names, false);
        } catch (JsonEndException e) {
            return json ? new JsonShape(true, array, names, true) : NONE;
        } catch (IOException e) {
            return json ? new JsonShape(true, array, names, false) : NONE;
        }
    }

    /** Whether one of these fields was seen. */
    public boolean has(String... any) {
        for (String each : any) {
            if (names.contains(each)) {
                return true;
            }
        }
        return false;
    }
}
