package dev.steno.filter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that follow each other in every match of an expression, a set for each. Immutable.
 *
 * @param first whether a match begins with them
 */
record RequiredRun(List<ByteSet> sets, boolean first) {
    /** Fewer bits are found everywhere, so that the search would not spare the expression. */
    private static final double LEAST_BITS = 8;

    /** Longer runs are not better. */
    private static final int LONGEST = 20;

    RequiredRun {
        sets = List.copyOf(sets);
    }

    private double bits() {
        return sets.stream().mapToDouble(ByteSet::bits).sum();
    }

    /** A run for each alternative of an expression; none if an alternative has no run. */
    static List<RequiredRun> ofAlternatives(String regex) {
        Reader reader = new Reader(regex);
        try {
            return reader.alternatives();
        } catch (IndexOutOfBoundsException | UnsupportedOperationException e) {
            return List.of(); // it has a construct that is not read here
        }
    }

    /** Reads the parts of an expression that are plain; all else interrupts a run. For one thread. */
    private static final class Reader {
        private final String regex;
        private int at;
        private boolean ignoresCase;
        private List<ByteSet> run = new ArrayList<>();
        private boolean first = true; // the run is the begin of the alternative
        private @Nullable RequiredRun best;

        Reader(String regex) {
            this.regex = regex;
        }

        List<RequiredRun> alternatives() {
            if (regex.startsWith("(?i)")) {
                ignoresCase = true;
                at = 4;
            }
            List<RequiredRun> all = new ArrayList<>();
            while (true) {
                sequence();
                RequiredRun found = best;
                if (found == null || found.bits() < LEAST_BITS) {
                    return List.of();
                }
                all.add(found);
                if (at == regex.length()) {
                    return all;
                }
                at++; // the bar
                best = null;
                first = true;
                run = new ArrayList<>();
            }
        }

        private void sequence() {
            while (at < regex.length() && regex.charAt(at) != '|') {
                char c = regex.charAt(at++);
                switch (c) {
                    case '^', '$' -> {
                        continue; // no bytes
                    }
                    case '(' -> {
                        skipGroup();
                        quantifier(null);
                    }
                    case ')', '*', '+', '?', '{' -> throw new UnsupportedOperationException();
                    case '.' -> quantifier(null);
                    case '[' -> quantifier(characterClass());
                    case '\\' -> escape();
                    default -> quantifier(literal(c));
                }
            }
            interrupt();
        }

        private @Nullable ByteSet literal(char c) {
            if (c >= 128) {
                return null;
            }
            boolean folded = c == 'k' || c == 'K' || c == 's' || c == 'S'; // also K of Kelvin, and the long s
            return ignoresCase && folded ? null : cased(ByteSet.of(c));
        }

        private ByteSet cased(ByteSet set) {
            return ignoresCase ? set.ignoringCase() : set;
        }

        private void escape() {
            char c = regex.charAt(at++);
            if (c == 'b' || c == 'B' || c == 'A' || c == 'z') {
                return; // no bytes
            }
            ByteSet set = escaped(c);
            if (set == null && !(c >= 128 || "DWSpPC".indexOf(c) >= 0)) {
                throw new UnsupportedOperationException();
            }
            if ((c == 'p' || c == 'P') && regex.charAt(at) == '{') {
                at = regex.indexOf('}', at);
            }
            at += c == 'p' || c == 'P' ? 1 : 0;
            quantifier(set);
        }

        /** The bytes of an escape; null if it is of another kind. */
        private @Nullable ByteSet escaped(char c) {
            switch (c) {
                case 'd':
                    return new ByteSet().with('0', '9');
                case 'w':
                    return new ByteSet()
                            .with('0', '9')
                            .with('A', 'Z')
                            .with('a', 'z')
                            .with('_', '_');
                case 's':
                    return new ByteSet().with('\t', '\n').with('\f', '\r').with(' ', ' ');
                case 't':
                    return ByteSet.of('\t');
                case 'n':
                    return ByteSet.of('\n');
                case 'r':
                    return ByteSet.of('\r');
                case 'f':
                    return ByteSet.of('\f');
                default:
                    return c < 128 && !Character.isLetterOrDigit(c) ? ByteSet.of(c) : null;
            }
        }

        /** The bytes of a class; null if it may match other characters too. */
        private @Nullable ByteSet characterClass() {
            boolean plain = regex.charAt(at) != '^';
            at += plain ? 0 : 1;
            ByteSet set = new ByteSet();
            for (boolean begin = true; begin || regex.charAt(at) != ']'; begin = false) {
                ByteSet from = classPart();
                if (from == null) {
                    plain = false;
                    continue;
                }
                if (regex.charAt(at) == '-' && regex.charAt(at + 1) != ']') {
                    at++;
                    ByteSet to = classPart();
                    if (to == null || from.bits() < 8 || to.bits() < 8) {
                        plain = false;
                    } else {
                        set.with(only(from), only(to));
                    }
                } else {
                    set.with(from);
                }
            }
            at++;
            boolean folds = ignoresCase && (set.has('k') || set.has('K') || set.has('s') || set.has('S'));
            return plain && !folds ? cased(set) : null;
        }

        private static int only(ByteSet set) {
            int b = 0;
            while (!set.has(b)) {
                b++;
            }
            return b;
        }

        private @Nullable ByteSet classPart() {
            char c = regex.charAt(at++);
            if (c == '[' && regex.charAt(at) == ':') {
                at = regex.indexOf(":]", at) + 2;
                return null;
            }
            if (c != '\\') {
                return c < 128 ? ByteSet.of(c) : null;
            }
            char e = regex.charAt(at++);
            ByteSet set = escaped(e);
            if (set == null && "DWS".indexOf(e) < 0) {
                throw new UnsupportedOperationException();
            }
            return set;
        }

        /** Skips a group, of which the begin was read. */
        private void skipGroup() {
            int depth = 1;
            if (regex.startsWith("?", at) && !regex.startsWith("?:", at) && !regex.startsWith("?P<", at)) {
                throw new UnsupportedOperationException(); // flags
            }
            while (depth > 0) {
                char c = regex.charAt(at++);
                if (c == '\\') {
                    if (regex.charAt(at++) == 'Q') {
                        throw new UnsupportedOperationException();
                    }
                } else if (c == '[') {
                    characterClass();
                } else {
                    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                    if (c == '(' && regex.startsWith("?", at) && !regex.startsWith("?:", at)) {
                        throw new UnsupportedOperationException();
                    }
                }
            }
        }

        /** Takes an element as often as it must occur. @param set null for one that is not plain */
        private void quantifier(@Nullable ByteSet set) {
            int least = 1;
            boolean more = false;
            char c = at < regex.length() ? regex.charAt(at) : 0;
            if (c == '*' || c == '?' || c == '+') {
                at++;
                least = c == '+' ? 1 : 0;
                more = true;
            } else if (c == '{') {
                int end = regex.indexOf('}', at);
                String[] bounds = regex.substring(at + 1, end).split(",", -1);
                if (!bounds[0].matches("[0-9]{1,4}")) {
                    throw new UnsupportedOperationException(); // it stands for itself
                }
                least = Integer.parseInt(bounds[0]);
                more = bounds.length > 1 && !bounds[1].equals(bounds[0]);
                at = end + 1;
            }
            if (at < regex.length() && regex.charAt(at) == '?') {
                at++; // as few as possible
            }
            if (at < regex.length() && "*+?{".indexOf(regex.charAt(at)) >= 0) {
                throw new UnsupportedOperationException();
            }
            if (set == null) {
                interrupt();
                return;
            }
            for (int i = 0; i < Math.min(least, LONGEST); i++) {
                run.add(set);
            }
            if (least > LONGEST) {
                more = true;
            }
            if (more) {
                interrupt();
                for (int i = 0; i < Math.min(least, LONGEST); i++) {
                    run.add(set); // the last ones, which the next element follows
                }
            }
        }

        private void interrupt() {
            List<ByteSet> sets = run.size() > LONGEST ? run.subList(0, LONGEST) : run;
            RequiredRun one = new RequiredRun(sets, first);
            RequiredRun known = best;
            if (!sets.isEmpty() && (known == null || one.bits() > known.bits() + (known.first ? 4 : 0))) {
                best = one;
            }
            run = new ArrayList<>();
            first = false;
        }
    }
}
