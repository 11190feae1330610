package dev.steno.redact.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Names of secrets, each with the index of its rule. Names ignore case. Immutable once it is used; any thread. */
public final class NameTable {
    private static final int LENGTHS = 64;

    private final Map<String, Integer> names = new HashMap<>();
    private final List<Pattern> wild = new ArrayList<>();
    private final List<Integer> wildRules = new ArrayList<>();
    private int all = -1;
    private long lengths; // a bit for each length that a name has, so that most names cost no look-up

    /** @param name in which {@code *} stands for any characters */
    public void add(String name, int rule) {
        if (name.equals("*")) {
            all = all < 0 ? rule : all;
        } else if (name.indexOf('*') >= 0) {
            String[] parts = name.split("\\*", -1);
            StringBuilder regex = new StringBuilder();
            for (int i = 0; i < parts.length; i++) {
                regex.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
            }
            wild.add(Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE));
            wildRules.add(rule);
        } else {
            names.putIfAbsent(name.toLowerCase(Locale.ROOT), rule);
            lengths |= bit(name.length());
        }
    }

    private static long bit(int length) {
        return 1L << Math.min(length, LENGTHS - 1);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return names.isEmpty() && wild.isEmpty() && all < 0;
    }

    /** Whether a name with this number of ASCII characters can be one of these. */
    public boolean mayHave(int length) {
        return !wild.isEmpty() || all >= 0 || (lengths & bit(length)) != 0;
    }

    /** The index of the rule of a name; -1 if there is none. */
    public int rule(String name) {
        if ((lengths & bit(name.length())) != 0) {
            Integer rule = names.get(name.toLowerCase(Locale.ROOT));
            if (rule != null) {
                return rule;
            }
        }
        for (int i = 0; i < wild.size(); i++) {
            if (wild.get(i).matcher(name).matches()) {
                return wildRules.get(i);
            }
        }
        return all;
    }
}
