package dev.steno.bench.traffic;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** A vocabulary of pronounceable words, common ones first, some with letters outside ASCII. Immutable. */
final class Words {
    private static final int COUNT = 4096;
    private static final String[] STARTS = {
        "b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "qu", "r", "s",
        "st", "t", "tr", "v", "w", "z", ""
    };
    private static final String[] VOWELS = {"a", "e", "i", "o", "u", "ai", "ea", "ou", "io", "ü"};
    private static final String[] ENDS = {"", "", "n", "r", "l", "t", "s", "nd", "st", "m"};

    private final String[] words = new String[COUNT];
    private final byte[][] utf8 = new byte[COUNT][];
    private final String[] ascii = new String[COUNT];

    Words(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < COUNT; i++) {
            StringBuilder word = new StringBuilder();
            int syllables = 1 + random.nextInt(3);
            for (int s = 0; s < syllables; s++) {
                // the last vowel is outside ASCII, and rare
                int vowel = random.nextInt(100) == 0 ? VOWELS.length - 1 : random.nextInt(VOWELS.length - 1);
                word.append(STARTS[random.nextInt(STARTS.length)])
                        .append(VOWELS[vowel])
                        .append(ENDS[random.nextInt(ENDS.length)]);
            }
            words[i] = word.toString();
            utf8[i] = words[i].getBytes(StandardCharsets.UTF_8);
            ascii[i] = words[i].replace("ü", "ue");
        }
    }

    /** A word in UTF-8; the array must not be modified. */
    byte[] utf8(SplittableRandom random) {
        return utf8[draw(random)];
    }

    /** A word of the letters a to z, for a path or a name. */
    String ascii(SplittableRandom random) {
        return ascii[draw(random)];
    }

    /** Draws an index; lower ones are more likely, roughly as words are distributed in a language. */
    private static int draw(SplittableRandom random) {
        double u = random.nextDouble();
        return (int) (COUNT * u * u * u);
    }
}
