package dev.steno.bench.traffic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Generates bodies of an exact size that resemble real ones of their type. Any thread. */
final class Bodies {
    private final Words words;

    Bodies(Words words) {
        this.words = words;
    }

    /** @param needle a word that the body must contain; null for none */
    byte[] make(Kind kind, int size, SplittableRandom random, @Nullable String needle) {
        return switch (kind) {
            case JSON -> json(size, random, needle);
            case HTML -> html(size, random, needle);
            case SCRIPT -> script(size, random, needle);
            case STYLE -> style(size, random, needle);
            case PLAIN -> plain(size, random, needle);
            case IMAGE, PICTURE, FONT -> noise(size, random);
            case NOTHING -> new byte[0];
        };
    }

    private byte[] json(int size, SplittableRandom random, @Nullable String needle) {
        Text text = new Text(size, 2);
        text.add("{\"items\":[");
        if (needle != null) {
            text.add("{\"note\":\"").add(needle).add("\"},");
        }
        while (text.room() > 190) {
            text.add("{\"id\":").add(random.nextInt(10_000_000)).add(",\"name\":\"");
            phrase(text, 2 + random.nextInt(3), random);
            text.add("\",\"price\":")
                    .add(random.nextInt(100_000))
                    .add(".")
                    .add(10 + random.nextInt(90))
                    .add(",\"active\":")
                    .add(random.nextBoolean() ? "true" : "false")
                    .add(",\"ref\":\"")
                    .add(Long.toHexString(random.nextLong()))
                    .add("\",\"tags\":[\"")
                    .add(words.utf8(random))
                    .add("\",\"")
                    .add(words.utf8(random))
                    .add("\"]},");
        }
        return text.add("{}").end("]}");
    }

    private byte[] html(int size, SplittableRandom random, @Nullable String needle) {
        Text text = new Text(size, 14);
        text.add("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
        phrase(text, 4, random);
        text.add("</title></head><body>");
        if (needle != null) {
            text.add("<h2>").add(needle).add("</h2>");
        }
        while (text.room() > 300) {
            text.add("<p class=\"").add(words.utf8(random)).add("\"><a href=\"/");
            text.add(words.ascii(random)).add("/").add(random.nextInt(100_000)).add("\">");
            phrase(text, 2, random);
            text.add("</a> ");
            phrase(text, 8 + random.nextInt(12), random);
            text.add(".</p>\n");
        }
        return text.end("</body></html>");
    }

    private byte[] script(int size, SplittableRandom random, @Nullable String needle) {
        Text text = new Text(size, 5);
        text.add("!function(){\"use strict\";");
        if (needle != null) {
            text.add("var n=\"").add(needle).add("\";");
        }
        while (text.room() > 160) {
            text.add("function ")
                    .add(words.ascii(random))
                    .add("(e,t){return e.")
                    .add(words.ascii(random))
                    .add("(t)&&")
                    .add(random.nextInt(1000))
                    .add("<t.length?\"")
                    .add(words.utf8(random))
                    .add("\":void 0}");
        }
        return text.end("}();\n");
    }

    private byte[] style(int size, SplittableRandom random, @Nullable String needle) {
        Text text = new Text(size, 1);
        if (needle != null) {
            text.add("/* ").add(needle).add(" */");
        }
        while (text.room() > 110) {
            text.add(".")
                    .add(words.ascii(random))
                    .add("-")
                    .add(words.ascii(random))
                    .add("{margin:")
                    .add(random.nextInt(64))
                    .add("px;color:#")
                    .add(Integer.toHexString(0x100000 + random.nextInt(0xE00000)))
                    .add("}\n");
        }
        return text.end("\n");
    }

    private byte[] plain(int size, SplittableRandom random, @Nullable String needle) {
        Text text = new Text(size, 1);
        if (needle != null) {
            text.add(needle).add("\n");
        }
        while (text.room() > 200) {
            phrase(text, 5 + random.nextInt(10), random);
            text.add("\n");
        }
        return text.end("\n");
    }

    private void phrase(Text text, int count, SplittableRandom random) {
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                text.add(" ");
            }
            text.add(words.utf8(random));
        }
    }

    /** Random bytes, which stand for a compressed format. */
    static byte[] noise(int size, SplittableRandom random) {
        byte[] bytes = new byte[size];
        ByteBuffer longs = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (longs.remaining() >= 8) {
            longs.putLong(random.nextLong());
        }
        while (longs.hasRemaining()) {
            longs.put((byte) random.nextInt());
        }
        return bytes;
    }

    /** A request body: a form or a JSON document. */
    byte[] sent(boolean form, SplittableRandom random) {
        if (!form) {
            return json(60 + random.nextInt(900), random, null);
        }
        String body = "user=" + words.ascii(random) + "&token=" + Long.toHexString(random.nextLong()) + "&next=%2F"
                + words.ascii(random);
        return body.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, 4096)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
