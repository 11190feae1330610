package dev.steno.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Extracts the plain texts that a text must contain for a regular expression to match it. Reads RE2 syntax
 * (https://github.com/google/re2/wiki/Syntax) of an expression that is known to compile; a construct that this class
 * does not know is taken to match any text. For one expression on one thread.
 */
final class NeedleReader {
    private static final Pattern REPEAT = Pattern.compile("\\{(\\d+)(,\\d*)?\\}");
    private static final Pattern PREFIX = Pattern.compile("\\?(P?<\\w+>|[a-zA-Z-]*:)");
    private static final Pattern FLAGS = Pattern.compile("\\(\\?[a-zA-Z-]*\\)");

    /** One step of the expression: a character, or a condition. */
    private record Atom(int character, Needle needle) {
        static final Atom OPAQUE = new Atom(-1, Needle.ANYTHING);

        static Atom literal(int character) {
            // Surrogates cannot be folded individually, so they never become part of a needle.
            return character > Character.MAX_VALUE || Character.isSurrogate((char) character)
                    ? OPAQUE
                    : new Atom(character, Needle.ANYTHING);
        }
    }

    private final String text;
    private int at;

    private NeedleReader(String text) {
        this.text = text;
    }

    static Needle read(String regex) {
        return new NeedleReader(regex).alternatives();
    }

    private Needle alternatives() {
        List<Needle> alternatives = new ArrayList<>();
        alternatives.add(sequence());
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            alternatives.add(sequence());
        }
        return Needle.any(alternatives);
    }

    private Needle sequence() {
        List<Needle> needles = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            boolean nothing = flags();
            if (!nothing && text.startsWith("\\Q", at)) {
                int length = run.length();
                quoted(run, needles);
                nothing = run.length() == length;
                if (run.length() > 0) { // a repetition after the run applies to its last character only
                    Atom last = Atom.literal(run.charAt(run.length() - 1));
                    run.setLength(run.length() - 1);
                    addStep(last, run, needles);
                    nothing = false;
                }
            } else if (!nothing) {
                addStep(atom(), run, needles);
            }
            if (nothing && repetition() >= 0) { // the repetition applies to the step before it
                run.setLength(0);
                needles.clear();
            }
        }
        endRun(run, needles);
        return Needle.all(needles);
    }

    /** Adds a step together with the repetition that follows it. */
    private void addStep(Atom atom, StringBuilder run, List<Needle> needles) {
        int least = repetition();
        boolean once = least < 0;
        boolean literal = atom.character() >= 0;
        if (literal && least != 0) {
            run.append((char) atom.character());
        }
        if (!literal || !once) {
            endRun(run, needles);
        }
        if (!literal && least != 0) {
            needles.add(atom.needle());
        }
    }

    private static void endRun(StringBuilder run, List<Needle> needles) {
        needles.add(Needle.text(run.toString()));
        run.setLength(0);
    }

    /** The smallest number of repetitions of the last step; -1 if there is no repetition, which means once. */
    private int repetition() {
        if (at == text.length()) {
            return -1;
        }
        int least;
        switch (text.charAt(at)) {
            case '*', '?' -> {
                least = 0;
                at++;
            }
            case '+' -> {
                least = 1;
                at++;
            }
            case '{' -> {
                Matcher repeat = REPEAT.matcher(text).region(at, text.length());
                if (!repeat.lookingAt()) {
                    return -1;
                }
                least = repeat.group(1).matches("0+") ? 0 : 1;
                at = repeat.end();
            }
            default -> {
                return -1;
            }
        }
        if (at < text.length() && text.charAt(at) == '?') {
            at++; // the mark of a lazy repetition
        }
        return least;
    }

    private Atom atom() {
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        return switch (c) {
            case '.', '^', '$', '{', '*', '+', '?' -> Atom.OPAQUE;
            case '[' -> characterClass();
            case '(' -> group();
            case '\\' -> escape();
            default -> Atom.literal(c);
        };
    }

    /** Consumes {@code (?i)}, which is not a step. */
    private boolean flags() {
        Matcher flags = FLAGS.matcher(text).region(at, text.length());
        boolean next = flags.lookingAt();
        at = next ? flags.end() : at;
        return next;
    }

    private Atom group() {
        if (at < text.length() && text.charAt(at) == '?') {
            Matcher prefix = PREFIX.matcher(text).region(at, text.length());
            if (prefix.lookingAt()) {
                at = prefix.end();
            }
        }
        Needle inner = alternatives();
        at = Math.min(at + 1, text.length());
        return new Atom(-1, inner);
    }

    private void quoted(StringBuilder run, List<Needle> needles) {
        int end = text.indexOf("\\E", at + 2);
        int stop = end < 0 ? text.length() : end;
        for (int i = at + 2; i < stop; i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                endRun(run, needles);
            } else {
                run.append(text.charAt(i));
            }
        }
        at = end < 0 ? stop : end + 2;
    }

    private Atom escape() {
        if (at == text.length()) {
            return Atom.OPAQUE;
        }
        char kind = text.charAt(at++);
        if (kind == 'x' || kind == 'p' || kind == 'P') {
            if (at < text.length() && text.charAt(at) == '{') {
                int end = text.indexOf('}', at);
                at = end < 0 ? text.length() : end + 1;
            } else {
                at = Math.min(at + (kind == 'x' ? 2 : 1), text.length());
            }
            return Atom.OPAQUE;
        }
        if (kind >= '0' && kind <= '9') {
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '7') {
                at++;
            }
            return Atom.OPAQUE;
        }
        boolean sign = kind < 0x80 && !Character.isLetterOrDigit(kind);
        return sign ? Atom.literal(kind) : Atom.OPAQUE;
    }

    private Atom characterClass() {
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        boolean first = true;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
                at = text.indexOf(":]", at) + 2;
            } else {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            first = false;
        }
        at = Math.min(at + 1, text.length());
        return Atom.OPAQUE;
    }
}
