package dev.steno.interop.tnetstring;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An item as a tree of values. Immutable, provided that callers do not change the arrays. */
public sealed interface TnetValue {

    /** The null item. */
    TnetValue NULL = new Null();

    /** Writes this item in front of the items already written. */
    void write(TnetWriter out);

    /** Reads the cursor's current item completely. Needs up to about twenty times the memory of its bytes. */
    static TnetValue read(TnetCursor in) throws TnetstringException {
        TnetType type = in.type();
        if (type == null) {
            throw in.failure("an item was expected, not an end");
        }
        switch (type) {
            case BYTES:
                return new Bytes(in.bytes());
            case TEXT:
                return new Text(in.text());
            case INTEGER:
                return new Int(in.bigInteger());
            case FLOAT:
                return new Real(in.real());
            case BOOLEAN:
                return new Bool(in.bool());
            case NULL:
                in.nil();
                return NULL;
            case LIST:
                return readList(in);
            default:
                return readDictionary(in);
        }
    }

    private static Sequence readList(TnetCursor in) throws TnetstringException {
        List<TnetValue> items = new ArrayList<>();
        in.enter();
        while (in.next() != null) {
            items.add(read(in));
        }
        in.leave();
        return new Sequence(items);
    }

    private static Dictionary readDictionary(TnetCursor in) throws TnetstringException {
        Map<String, TnetValue> entries = new LinkedHashMap<>();
        in.enter();
        while (in.next() != null) {
            String key = in.key();
            if (in.next() == null) {
                throw in.failure("a dictionary's last key has no value");
            }
            entries.put(key, read(in));
        }
        in.leave();
        return new Dictionary(entries);
    }

    record Null() implements TnetValue {
        @Override
        public void write(TnetWriter out) {
            out.nil();
        }
    }

    record Bytes(byte[] value) implements TnetValue {
        @Override
        public void write(TnetWriter out) {
            out.bytes(value);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + value.length + "]";
        }
    }

    record Text(String value) implements TnetValue {
        @Override
        public void write(TnetWriter out) {
            out.text(value);
        }
    }

    record Int(BigInteger value) implements TnetValue {
        @Override
        public void write(TnetWriter out) {
            out.integer(value);
        }
    }

    record Real(double value) implements TnetValue {
        @Override
        public void write(TnetWriter out) {
            out.real(value);
        }
    }

    record Bool(boolean value) implements TnetValue {
        @Override
        public void write(TnetWriter out) {
            out.bool(value);
        }
    }

    record Sequence(List<TnetValue> items) implements TnetValue {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public void write(TnetWriter out) {
            int end = out.open();
            for (int i = items.size() - 1; i >= 0; i--) {
                items.get(i).write(out);
            }
            out.list(end);
        }
    }

    /** Entries in the order of the bytes. If a key occurs twice, the later value counts. */
    record Dictionary(Map<String, TnetValue> entries) implements TnetValue {
        public Dictionary {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public void write(TnetWriter out) {
            int end = out.open();
            List<Map.Entry<String, TnetValue>> all = new ArrayList<>(entries.entrySet());
            for (int i = all.size() - 1; i >= 0; i--) {
                all.get(i).getValue().write(out);
                out.text(all.get(i).getKey());
            }
            out.dictionary(end);
        }
    }
}
