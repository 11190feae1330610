package dev.steno.rule;

import dev.steno.filter.Needle;
import dev.steno.filter.TextField;
import dev.steno.flow.Flow;
import dev.steno.rule.RequiredTexts.Required;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Rules by three characters of a text that their filters require, and the field in which they require it. Each field is read
 * once, however many rules require a text of it. Immutable; any thread.
 */
final class RequiredTextIndex {
    private static final long CHARACTERS = 0xFFFF_FFFF_FFFFL; // three of them
    private static final int FIELD = 48; // the bits of a key from here on; never 0

    private final Set<TextField> fields = EnumSet.noneOf(TextField.class);
    private final long[] keys;
    private final int[][] values;

    /** @param rules for each rule, the requirements of its filter; none if it is not to be found by texts */
    RequiredTextIndex(List<List<List<Required>>> rules) {
        int count = 0;
        for (List<List<Required>> requirements : rules) {
            for (List<Required> texts : requirements) {
                count += texts.size();
            }
        }
        int size = Integer.highestOneBit(Math.max(8, count)) * 4;
        keys = new long[size];
        values = new int[size][];
        int[] used = new int[size];
        rules.forEach(requirements -> requirements.forEach(texts -> texts.forEach(text -> count(text, used))));
        for (int rule = 0; rule < rules.size(); rule++) {
            for (Required text : rarest(rules.get(rule), used)) {
                put(rarest(text, used), rule);
                fields.add(text.field());
            }
        }
    }

    private static void count(Required text, int[] used) {
        for (int i = 0; i + 2 < text.folded().length(); i++) {
            used[slot(key(text, i), used.length)]++;
        }
    }

    /** The requirement whose texts are found least often among those of all rules. */
    private static List<Required> rarest(List<List<Required>> requirements, int[] used) {
        List<Required> best = List.of();
        int least = Integer.MAX_VALUE;
        for (List<Required> texts : requirements) {
            int uses = 0;
            for (Required text : texts) {
                uses += used[slot(rarest(text, used), used.length)];
            }
            if (uses < least) {
                least = uses;
                best = texts;
            }
        }
        return best;
    }

    private static long rarest(Required text, int[] used) {
        long best = key(text, 0);
        for (int i = 1; i + 2 < text.folded().length(); i++) {
            long key = key(text, i);
            best = used[slot(key, used.length)] < used[slot(best, used.length)] ? key : best;
        }
        return best;
    }

    private static long key(Required text, int at) {
        String folded = text.folded();
        return key(text.field())
                | (long) folded.charAt(at) << 32
                | (long) folded.charAt(at + 1) << 16
                | folded.charAt(at + 2);
    }

    private static long key(TextField field) {
        return field.ordinal() + 1L << FIELD;
    }

    private static int slot(long key, int size) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & size - 1;
    }

    private void put(long key, int rule) {
        int at = slot(key, keys.length);
        while (keys[at] != 0 && keys[at] != key) {
            at = at + 1 & keys.length - 1;
        }
        int[] before = keys[at] == 0 ? new int[0] : values[at];
        int[] next = Arrays.copyOf(before, before.length + 1);
        next[before.length] = rule;
        keys[at] = key;
        values[at] = next;
    }

    /** Adds the rules of which a text may occur in its field of a flow. */
    void find(Flow flow, BitSet found) {
        for (TextField field : fields) {
            for (String value : field.values(flow)) {
                find(key(field), value, found);
            }
        }
    }

    private void find(long field, String in, BitSet found) {
        long characters = 0;
        for (int i = 0; i < in.length(); i++) {
            characters = (characters << 16 | Needle.fold(in.charAt(i))) & CHARACTERS;
            if (i < 2) {
                continue;
            }
            long key = field | characters;
            int at = slot(key, keys.length);
            while (keys[at] != 0) {
                if (keys[at] == key) {
                    for (int rule : values[at]) {
                        found.set(rule);
                    }
                    break;
                }
                at = at + 1 & keys.length - 1;
            }
        }
    }
}
