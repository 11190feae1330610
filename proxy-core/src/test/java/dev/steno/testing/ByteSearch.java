package dev.steno.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Searches bytes for any of thousands of texts at once. */
public final class ByteSearch {
    /** Bytes of a text by which it is looked up. */
    private static final int START = 8;

    private static final int BITS = 22;

    private final BitSet starts = new BitSet(1 << BITS);
    private final Map<Long, List<byte[]>> texts = new HashMap<>();

    /** @param wanted in ISO 8859-1, of at least eight characters each */
    public ByteSearch(Collection<String> wanted) {
        for (String text : wanted) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            long start = 0;
            for (int i = 0; i < START; i++) {
                start = start << 8 | bytes[i] & 0xFF;
            }
            starts.set(hash(start));
            texts.computeIfAbsent(start, first -> new ArrayList<>()).add(bytes);
        }
    }

    private static int hash(long start) {
        return (int) (start * 0x9E3779B97F4A7C15L >>> 64 - BITS);
    }

    /** Returns the texts that occur, each as often as it does. */
    public List<String> in(byte[] bytes) {
        List<String> found = new ArrayList<>();
        long start = 0;
        for (int i = 0; i < bytes.length; i++) {
            start = start << 8 | bytes[i] & 0xFF;
            if (starts.get(hash(start))) {
                for (byte[] text : texts.getOrDefault(start, List.of())) {
                    int at = i - START + 1;
                    int end = at + text.length;
                    if (at >= 0 && end <= bytes.length && Arrays.equals(bytes, at, end, text, 0, text.length)) {
                        found.add(new String(text, StandardCharsets.ISO_8859_1));
                    }
                }
            }
        }
        return found;
    }

    /** Returns the texts that occur in the files of a folder and of those in it, with the file's name. */
    public List<String> in(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                in(Files.readAllBytes(file)).forEach(text -> found.add(file.getFileName() + ": " + text));
            }
        }
        return found;
    }
}
