package dev.steno.rule.spec;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text that takes the place of another: with the escapes {@code \n \r \t \\ \xhh \}{@code uhhhh}, and with groups of the
 * expression that was found, {@code \1} or {@code \g<name>}. Immutable.
 */
public final class Replacement {
    private final List<Piece> pieces;

    private Replacement(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** A text, or a group if its number is not negative. */
    private record Piece(String text, int group) {}

    /** A text without escapes. */
    public static Replacement literally(String text) {
        return new Replacement(List.of(new Piece(text, -1)));
    }

    /**
     * Reads escapes.
     *
     * @param of the expression whose groups may be named; null if there is none
     * @throws RuleException if an escape is unknown or incomplete, or the expression has no such group
     */
    public static Replacement parse(String text, @Nullable Pattern of) {
        return new Reader(text, of).read();
    }

    /** The text if it has no groups. */
    public String text() {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text));
        return text.toString();
    }

    /** Appends the text for one occurrence. */
    private void appendTo(StringBuilder out, Matcher found) {
        for (Piece piece : pieces) {
            if (piece.group < 0) {
                out.append(piece.text);
            } else {
                String group = found.group(piece.group);
                out.append(group == null ? "" : group);
            }
        }
    }

    /** Replaces all occurrences; null if there is none. */
    public @Nullable String replaceAll(Pattern pattern, String in) {
        StringBuilder out = new StringBuilder(in.length() + 16);
        int from = replace(pattern, in, 0, in.length() + 1, out);
        return from < 0 ? null : out.append(in, from, in.length()).toString();
    }

    /**
     * Replaces the occurrences that begin in a part of a text.
     *
     * @param from the first index
     * @param limit the index before which they begin
     * @param out gets the text from the first index on to the end of the last occurrence
     * @return that end, which may be after the limit; -1 if there is no occurrence
     */
    public int replace(Pattern pattern, String in, int from, int limit, StringBuilder out) {
        Matcher matcher = pattern.matcher(in);
        boolean found = false;
        int at = from;
        while (at <= in.length() && matcher.find(at) && matcher.start() < limit) {
            found = true;
            out.append(in, at, matcher.start());
            appendTo(out, matcher);
            at = matcher.end();
            if (matcher.start() == at) { // empty: goes on after the next character
                int next = at < in.length() ? at + Character.charCount(in.codePointAt(at)) : at + 1;
                out.append(in, at, Math.min(next, in.length()));
                at = next;
            }
        }
        return found ? Math.min(at, in.length()) : -1;
    }

    private static final class Reader {
        private final String text;
        private final @Nullable Pattern of;
        private final List<Piece> pieces = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();
        private int at;

        Reader(String text, @Nullable Pattern of) {
            this.text = text;
            this.of = of;
        }

        Replacement read() {
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '\\') {
                    escape();
                } else {
                    literal.append(c);
                }
            }
            endLiteral();
            return new Replacement(pieces);
        }

        private void escape() {
            if (at == text.length()) {
                throw new RuleException("\"" + text + "\" ends with a backslash; a backslash is written \\\\");
            }
            char c = text.charAt(at++);
            switch (c) {
                case 'n' -> literal.append('\n');
                case 'r' -> literal.append('\r');
                case 't' -> literal.append('\t');
                case '\\' -> literal.append('\\');
                case 'x' -> literal.append(hex(2));
                case 'u' -> literal.append(hex(4));
                case 'g' -> namedGroup();
                default -> {
                    if (c < '0' || c > '9') {
                        throw new RuleException("\"" + text + "\" has the unknown escape \\" + c
                                + "; those known are \\n \\r \\t \\\\ \\xhh \\uhhhh \\1 \\g<name>");
                    }
                    group(c - '0');
                }
            }
        }

        private char hex(int digits) {
            int end = at + digits;
            if (end > text.length() || !text.substring(at, end).matches("[0-9a-fA-F]+")) {
                throw new RuleException(
                        "\"" + text + "\" has an escape that lacks its " + digits + " hexadecimal digits");
            }
            char value = (char) Integer.parseInt(text.substring(at, end), 16);
            at = end;
            return value;
        }

        private void namedGroup() {
            int end = at < text.length() && text.charAt(at) == '<' ? text.indexOf('>', at) : -1;
            if (end < 0) {
                throw new RuleException("\"" + text + "\" has \\g without a name; a group is written \\g<name>");
            }
            String name = text.substring(at + 1, end);
            at = end + 1;
            if (name.matches("[0-9]{1,3}")) {
                group(Integer.parseInt(name));
                return;
            }
            Integer number = of == null ? null : of.namedGroups().get(name);
            if (number == null) {
                throw new RuleException(
                        "\"" + text + "\" names the group " + name + ", which the expression does not have");
            }
            group(number);
        }

        private void group(int number) {
            int last = of == null ? -1 : of.groupCount();
            if (number > last) {
                throw new RuleException("\"" + text + "\" names the group " + number + ", but "
                        + (of == null ? "there is no expression" : "the expression has " + last));
            }
            endLiteral();
            pieces.add(new Piece("", number));
        }

        private void endLiteral() {
            if (literal.length() > 0) {
                pieces.add(new Piece(literal.toString(), -1));
                literal.setLength(0);
            }
        }
    }
}
