package dev.steno.interop.mitm;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.Times;
import dev.steno.interop.intake.WireText;
import dev.steno.interop.tnetstring.TnetCursor;
import dev.steno.interop.tnetstring.TnetType;
import dev.steno.interop.tnetstring.TnetstringException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary of a flow's state, whose values are asked for by any of the names that they had, and are taken as another type
 * where a version wrote another one. A value that is null, absent or of a type that says nothing is absent. For one thread.
 */
final class StateDict {
    /** Upper bound on the keys of a dictionary; a hostile one must not become millions of objects. */
    private static final int KEYS = 10_000;

    /** Upper bound on the header fields of a message. */
    private static final int FIELDS = 100_000;

    /** Beyond these seconds, nanoseconds do not fit into a long. */
    private static final double LONGEST_SECONDS = 9.2e9;

    private final Map<String, TnetCursor> values = new HashMap<>(32);
    private @Nullable Map<String, StateDict> nested;
    private @Nullable Body streamed;

    /** Reads a dictionary one level deep. */
    static StateDict of(TnetCursor on) throws TnetstringException {
        StateDict dict = new StateDict();
        TnetCursor in = on.part();
        in.enter();
        while (in.next() != null) {
            String key = in.key();
            if (in.next() == null) {
                throw in.failure("the last key of a dictionary has no value");
            }
            dict.put(key, in.part());
        }
        return dict;
    }

    /** Adds a value; a key that occurs twice has the later one. */
    void put(String key, TnetCursor value) throws TnetstringException {
        if (values.put(key, value) == null && values.size() > KEYS) {
            throw value.failure("a dictionary has more than " + KEYS + " keys");
        }
    }

    /** Adds a dictionary that was read. */
    void put(String key, StateDict value) {
        if (nested == null) {
            nested = new HashMap<>();
        }
        nested.put(key, value);
    }

    /** Adds a body that was read piece by piece. */
    void putBody(Body body) {
        streamed = body;
    }

    /** Returns the content that was read piece by piece; null if there is none. */
    @Nullable
    Body streamed() {
        return streamed;
    }

    /** Returns the keys of the values, but for those of dictionaries that were read piece by piece. */
    Iterable<String> keys() {
        return values.keySet();
    }

    /** Returns a cursor on the first of these values that is there; null if none is. */
    @Nullable
    TnetCursor get(String... names) {
        for (String name : names) {
            TnetCursor value = values.get(name);
            if (value != null && value.type() != TnetType.NULL) {
                return value.part();
            }
        }
        return null;
    }

    /** Whether there is such a value, also if it is null. */
    boolean has(String name) {
        return values.containsKey(name) || nested != null && nested.containsKey(name);
    }

    /** Returns a dictionary; null if there is none. */
    @Nullable
    StateDict dict(String name) throws TnetstringException {
        StateDict read = nested == null ? null : nested.get(name);
        if (read != null) {
            return read;
        }
        TnetCursor value = get(name);
        if (value == null || value.type() != TnetType.DICTIONARY) {
            return null;
        }
        StateDict dict = of(value);
        put(name, dict);
        return dict;
    }

    /** Returns the bytes of a value, one char each; null if it is absent. A text stands for the bytes of its characters. */
    @Nullable
    String bytes(String... names) {
        TnetCursor value = get(names);
        return value == null ? null : bytes(value);
    }

    /** Returns the bytes of an item, one char each; null if it is a list or dictionary. */
    static @Nullable String bytes(TnetCursor value) {
        TnetType type = value.type();
        if (type == TnetType.TEXT) {
            return WireText.bytes(utf8(value.payload()));
        }
        return type == TnetType.LIST || type == TnetType.DICTIONARY || type == TnetType.NULL ? null : value.chars();
    }

    /** Returns a text; null if it is absent. */
    @Nullable
    String text(String... names) {
        TnetCursor value = get(names);
        return value == null || value.type() == TnetType.LIST || value.type() == TnetType.DICTIONARY
                ? null
                : utf8(value.payload());
    }

    /** Decodes UTF-8; bytes that are none stand for one character each. */
    static String utf8(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
                ? text
                : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Returns an integer; the given one if it is absent or none. */
    long integer(long absent, String... names) {
        TnetCursor value = get(names);
        return value == null ? absent : integer(value, absent);
    }

    static long integer(TnetCursor value, long absent) {
        String digits = value.type() == TnetType.LIST || value.type() == TnetType.DICTIONARY || value.size() > 40
                ? ""
                : value.chars();
        try {
            return value.type() == TnetType.FLOAT ? (long) Double.parseDouble(digits) : Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return absent;
        }
    }

    /** Whether a value is true, or a number but 0. */
    boolean bool(String... names) {
        TnetCursor value = get(names);
        return value != null && bool(value);
    }

    static boolean bool(TnetCursor value) {
        return value.size() == 4 && value.chars().equals("true")
                || value.type() == TnetType.INTEGER && integer(value, 0) != 0;
    }

    /** Returns a time in nanoseconds since the epoch, exact to the microsecond; {@link Times#UNSET} if it is absent. */
    long time(String... names) {
        TnetCursor value = get(names);
        return value == null ? Times.UNSET : time(value);
    }

    static long time(TnetCursor value) {
        if (value.type() != TnetType.FLOAT && value.type() != TnetType.INTEGER || value.size() > 40) {
            return Times.UNSET;
        }
        try {
            double seconds = Double.parseDouble(value.chars());
            // 0 is what tools write for "unknown"
            return seconds == 0 || !(Math.abs(seconds) < LONGEST_SECONDS)
                    ? Times.UNSET
                    : Math.round(seconds * 1e6) * 1000;
        } catch (NumberFormatException e) {
            return Times.UNSET; // inf and nan, too
        }
    }

    /** Returns an address: {@code [host, port …]}, or {@code {address, use_ipv6}} as old versions wrote it. */
    @Nullable
    Endpoint address(String... names) throws TnetstringException {
        TnetCursor value = get(names);
        if (value != null && value.type() == TnetType.DICTIONARY) {
            value = of(value).get("address");
        }
        return value == null ? null : address(value);
    }

    static @Nullable Endpoint address(TnetCursor value) throws TnetstringException {
        if (value.type() != TnetType.LIST) {
            return null;
        }
        value.enter();
        String host = value.next() == null ? null : bytes(value);
        long port = value.next() == null ? -1 : integer(value, -1);
        return host == null || port < 0 || port > 65_535 ? null : new Endpoint(host, (int) port);
    }

    /** Returns header fields; null if they are absent. */
    @Nullable
    Headers headers(String name) throws TnetstringException {
        TnetCursor all = get(name);
        if (all == null || all.type() != TnetType.LIST) {
            return null;
        }
        Headers.Builder fields = Headers.builder(16);
        all.enter();
        int count = 0;
        while (all.next() != null) {
            if (all.type() != TnetType.LIST) {
                continue;
            }
            if (count++ == FIELDS) {
                throw all.failure("a message has more than " + FIELDS + " header fields");
            }
            all.enter();
            String field = all.next() == null ? null : bytes(all);
            String content = all.next() == null ? null : bytes(all);
            if (field != null) {
                fields.add(field, content == null ? "" : content);
            }
            all.leave();
        }
        return fields.build();
    }

    /** Returns the bytes of a value, or those of each member if it is a list; none if it is absent. */
    List<byte[]> payloads(String name) throws TnetstringException {
        TnetCursor value = get(name);
        if (value == null) {
            return List.of();
        }
        if (value.type() != TnetType.LIST) {
            return List.of(value.payload());
        }
        List<byte[]> members = new ArrayList<>();
        value.enter();
        while (value.next() != null && members.size() < KEYS) {
            if (value.type() != TnetType.NULL) {
                members.add(value.payload());
            }
        }
        return members;
    }

    /** Returns the members of a list of bytes or texts; none if it is absent. */
    List<String> list(String... names) throws TnetstringException {
        TnetCursor all = get(names);
        List<String> members = new ArrayList<>();
        if (all != null && all.type() == TnetType.LIST) {
            all.enter();
            while (all.next() != null && members.size() < KEYS) {
                String member = bytes(all);
                if (member != null) {
                    members.add(member);
                }
            }
        }
        return members;
    }
}
