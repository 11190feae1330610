package dev.steno.interop.json;

import java.util.Random;

/** Valid JSON at random, with every escape, all planes of Unicode, and white space in all places. */
final class RandomJson {
    private final Random random;
    private final StringBuilder out = new StringBuilder();

    private RandomJson(Random random) {
        this.random = random;
    }

    static String document(Random random) {
        RandomJson json = new RandomJson(random);
        json.blank();
        json.out.append('[');
        json.value(random.nextInt(6));
        json.out.append(']');
        json.blank();
        return json.out.toString();
    }

    private void value(int levels) {
        switch (random.nextInt(levels > 0 ? 8 : 6)) {
            case 0 -> out.append("true");
            case 1 -> out.append("null");
            case 2, 3 -> number();
            case 4, 5 -> string();
            case 6 -> object(levels - 1);
            default -> array(levels - 1);
        }
        blank();
    }

    private void object(int levels) {
        out.append('{');
        blank();
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            if (i > 0) {
                out.append(',');
                blank();
            }
            if (random.nextBoolean()) {
                out.append('"').append("name").append(i).append('"');
            } else {
                string(30);
                out.insert(out.length() - 1, "-" + i); // names are unique
            }
            blank();
            out.append(':');
            blank();
            value(levels);
        }
        out.append('}');
    }

    private void array(int levels) {
        out.append('[');
        blank();
        int items = random.nextInt(5);
        for (int i = 0; i < items; i++) {
            if (i > 0) {
                out.append(',');
                blank();
            }
            value(levels);
        }
        out.append(']');
    }

    private void number() {
        switch (random.nextInt(4)) {
            case 0 -> out.append(random.nextInt());
            case 1 -> out.append(random.nextLong());
            case 2 -> out.append(random.nextInt(1000)).append('.').append(random.nextInt(100000));
            default ->
                out.append(random.nextInt(100))
                        .append(random.nextBoolean() ? "e" : "E-")
                        .append(random.nextInt(20));
        }
    }

    private void string() {
        string(random.nextInt(800) == 0 ? 230_000 : 30);
    }

    private void string(int most) {
        out.append('"');
        int length = random.nextInt(most);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(16)) {
                case 0 -> out.append("\\").append("nrtbf/\"\\".charAt(random.nextInt(8)));
                case 1 -> out.append(String.format("\\u%04x", random.nextInt(0xD800)));
                case 2 -> out.append(String.format("\\u%04X", 0xE000 + random.nextInt(0x2000)));
                case 3 -> {
                    char[] pair = Character.toChars(0x10000 + random.nextInt(0x100000));
                    out.append(String.format("\\u%04x\\u%04X", (int) pair[0], (int) pair[1]));
                }
                case 4 -> out.appendCodePoint(0x10000 + random.nextInt(0x100000));
                case 5 -> out.append((char) (0x80 + random.nextInt(0x780)));
                case 6 -> out.append((char) (0x800 + random.nextInt(0xD000)));
                default -> {
                    char c = (char) (' ' + random.nextInt(95));
                    out.append(c == '"' || c == '\\' ? '.' : c);
                }
            }
        }
        out.append('"');
    }

    private void blank() {
        while (random.nextInt(4) == 0) {
            out.append(" \t\r\n".charAt(random.nextInt(4)));
        }
    }
}
