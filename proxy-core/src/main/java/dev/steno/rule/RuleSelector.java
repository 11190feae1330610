package dev.steno.rule;

import dev.steno.filter.ContentSource;
import dev.steno.filter.Match;
import dev.steno.filter.Needle;
import dev.steno.flow.HttpFlow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules whose filters match a flow. Many rules are found by their texts: a filter that requires a text in the URL
 * or the host is tested only for flows in which three characters of that text occur. Immutable; any thread.
 */
final class RuleSelector {
    /** The number of rules from which an index costs less than testing each. */
    private static final int INDEXED = 16;

    private final Rule[] rules;
    private final @Nullable GramIndex index; // null for few rules
    private final BitSet always = new BitSet();

    RuleSelector(List<Rule> rules) {
        this.rules = rules.toArray(Rule[]::new);
        this.index = rules.size() < INDEXED ? null : new GramIndex(requirements());
    }

    private List<List<List<String>>> requirements() {
        List<List<List<String>>> all = new ArrayList<>();
        for (int i = 0; i < rules.length; i++) {
            List<List<String>> texts = RequiredTexts.of(rules[i].filter());
            all.add(texts);
            always.set(i, texts.isEmpty());
        }
        return all;
    }

    /** The rules of which it is certain that their filters match, in their order. */
    List<Rule> matching(HttpFlow flow) {
        List<Rule> found = null;
        BitSet candidates = candidates(flow);
        for (int i = candidates == null ? 0 : candidates.nextSetBit(0);
                i >= 0 && i < rules.length;
                i = candidates == null ? i + 1 : candidates.nextSetBit(i + 1)) {
            if (rules[i].filter().test(flow, ContentSource.NONE) == Match.YES) {
                found = found == null ? new ArrayList<>(2) : found;
                found.add(rules[i]);
            }
        }
        return found == null ? List.of() : found;
    }

    /** The rules that may match; null for all. */
    private @Nullable BitSet candidates(HttpFlow flow) {
        GramIndex texts = index;
        if (texts == null || flow.request().method().equals("CONNECT")) {
            return null;
        }
        BitSet candidates = (BitSet) always.clone();
        texts.find(flow.request().url(), candidates);
        String host = flow.request().headers().get("Host");
        if (host != null) {
            texts.find(host, candidates);
        }
        return candidates;
    }

    /** The texts of rules by three of their characters, folded as in {@link Needle#fold}. */
    private static final class GramIndex {
        private final long[] keys;
        private final int[][] values;

        /** @param rules for each rule, the requirements of its filter; none if it is not to be found by texts */
        GramIndex(List<List<List<String>>> rules) {
            int count = 0;
            for (List<List<String>> requirements : rules) {
                for (List<String> texts : requirements) {
                    count += texts.size();
                }
            }
            int size = Integer.highestOneBit(Math.max(8, count)) * 4;
            keys = new long[size];
            values = new int[size][];
            int[] used = new int[size];
            rules.forEach(requirements -> requirements.forEach(texts ->
                    texts.forEach(text -> grams(text, gram -> used[slot(gram, used.length)]++))));
            for (int rule = 0; rule < rules.size(); rule++) {
                for (String text : rarest(rules.get(rule), used)) {
                    put(rarest(text, used), rule);
                }
            }
        }

        /** The requirement whose texts are found least often among those of all rules. */
        private static List<String> rarest(List<List<String>> requirements, int[] used) {
            List<String> best = List.of();
            int least = Integer.MAX_VALUE;
            for (List<String> texts : requirements) {
                int uses = 0;
                for (String text : texts) {
                    uses += used[slot(rarest(text, used), used.length)];
                }
                if (uses < least) {
                    least = uses;
                    best = texts;
                }
            }
            return best;
        }

        private interface Sink {
            void accept(long gram);
        }

        private static void grams(String text, Sink to) {
            for (int i = 0; i + 2 < text.length(); i++) {
                to.accept(gram(text, i));
            }
        }

        private static long gram(String folded, int at) {
            return (long) folded.charAt(at) << 32 | (long) folded.charAt(at + 1) << 16 | folded.charAt(at + 2);
        }

        private static int slot(long gram, int size) {
            long mixed = gram * 0x9E3779B97F4A7C15L;
            return (int) (mixed >>> 40) & size - 1;
        }

        private static long rarest(String text, int[] used) {
            long best = gram(text, 0);
            for (int i = 1; i + 2 < text.length(); i++) {
                long gram = gram(text, i);
                best = used[slot(gram, used.length)] < used[slot(best, used.length)] ? gram : best;
            }
            return best;
        }

        private void put(long gram, int rule) {
            int at = slot(gram, keys.length);
            while (keys[at] != 0 && keys[at] != gram) {
                at = at + 1 & keys.length - 1;
            }
            int[] before = keys[at] == 0 ? new int[0] : values[at];
            int[] next = Arrays.copyOf(before, before.length + 1);
            next[before.length] = rule;
            keys[at] = gram;
            values[at] = next;
        }

        /** Adds the rules of which a text may occur. */
        void find(String in, BitSet found) {
            long gram = 0;
            for (int i = 0; i < in.length(); i++) {
                gram = (gram << 16 | Needle.fold(in.charAt(i))) & 0xFFFF_FFFF_FFFFL;
                if (i < 2) {
                    continue;
                }
                int at = slot(gram, keys.length);
                while (keys[at] != 0) {
                    if (keys[at] == gram) {
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
}
