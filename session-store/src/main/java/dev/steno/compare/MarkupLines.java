package dev.steno.compare;

import dev.steno.compare.LineDifferences.Line;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * XML and HTML as lines, one for each text node, attribute and empty element of XML, with the path of its elements. White
 * space is collapsed; comments, the order of attributes and the way of quoting are lost. Reads any text, also what is not well-formed, without
 * looking anything up. For one thread.
 */
final class MarkupLines {
    private static final Set<String> VOID = Set.of(
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
            "wbr");
    private static final Set<String> RAW = Set.of("script", "style", "textarea", "title");
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

    /** Upper bound on open elements; those within them are taken for siblings. */
    private static final int DEEPEST = 200;

    /** Upper bound on lines; what is behind them is compared as one. */
    private static final int MOST = 100_000;

    /** Upper bound on the characters of a reference to a character, without its signs. */
    private static final int LONGEST_REFERENCE = 10;

    private final String text;
    private final boolean html;
    private final List<Line> lines = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final Deque<Integer> lengths = new ArrayDeque<>();
    private final StringBuilder path = new StringBuilder();
    private boolean empty; // whether the innermost element has no content yet
    private int at;

    private MarkupLines(String text, boolean html) {
        this.text = text;
        this.html = html;
    }

    static List<Line> of(String text, boolean html) {
        MarkupLines reader = new MarkupLines(text, html);
        while (reader.at < text.length() && reader.lines.size() < MOST) {
            reader.readNext();
        }
        if (reader.at < text.length()) {
            reader.lines.add(new Line("rest", text.substring(reader.at)));
        }
        return reader.lines;
    }

    private void readNext() {
        if (text.charAt(at) != '<') {
            readText(indexOf("<", at));
        } else if (text.startsWith("<!--", at)) {
            at = behind("-->", at + 4);
        } else if (text.startsWith("<![CDATA[", at)) {
            int end = indexOf("]]>", at);
            addText(text.substring(Math.min(at + 9, end), end));
            at = Math.min(text.length(), end + 3);
        } else if (text.startsWith("<!", at) || text.startsWith("<?", at)) {
            at = behind(">", at);
        } else if (text.startsWith("</", at)) {
            int end = indexOf(">", at);
            closeElement(name(text.substring(at + 2, end).strip()));
            at = Math.min(text.length(), end + 1);
        } else if (at + 1 < text.length() && Character.isLetter(text.charAt(at + 1))) {
            readTag();
        } else {
            readText(indexOf("<", at + 1)); // a sign that begins no tag
        }
    }

    private void readText(int end) {
        addText(unescape(text.substring(at, end)));
        at = end;
    }

    private void addText(String found) {
        String shown = found.strip().replaceAll("\\s+", " ");
        if (!shown.isEmpty()) {
            lines.add(new Line(path.toString(), shown));
            empty = false;
        }
    }

    private void readTag() {
        int nameEnd = at + 1;
        while (nameEnd < text.length() && " \t\r\n\f/>".indexOf(text.charAt(nameEnd)) < 0) {
            nameEnd++;
        }
        String element = name(text.substring(at + 1, nameEnd));
        openElement(element);
        at = nameEnd;
        boolean closed = readAttributes();
        if (html && RAW.contains(element)) {
            int end = endOfRaw(element);
            for (String line : text.substring(at, end).split("\n")) {
                addText(line);
            }
            at = end;
        } else if (closed || html && VOID.contains(element)) {
            closeElement(element);
        }
    }

    private int endOfRaw(String element) {
        String close = "</" + element;
        for (int i = at; i <= text.length() - close.length(); i++) {
            if (text.regionMatches(true, i, close, 0, close.length())) {
                return i;
            }
        }
        return text.length();
    }

    /** Reads up to the end of the tag; returns whether it closes its element. */
    private boolean readAttributes() {
        Map<String, String> attributes = new TreeMap<>();
        boolean closed = false;
        while (at < text.length() && text.charAt(at) != '>') {
            char c = text.charAt(at);
            if (c == '/' || Character.isWhitespace(c)) {
                closed = c == '/';
                at++;
                continue;
            }
            int start = at;
            while (at < text.length() && "=> \t\r\n\f".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String attribute = name(text.substring(start, at).replaceFirst("(?<=.)/$", ""));
            closed = text.charAt(at - 1) == '/';
            skipSpace();
            String value = "";
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                skipSpace();
                value = readValue();
                closed = false;
            }
            attributes.putIfAbsent(attribute, value);
        }
        at = Math.min(text.length(), at + 1);
        attributes.forEach((attribute, value) -> {
            if (!html || !attribute.equals("nonce")) {
                lines.add(new Line(path + "@" + attribute, unescape(value)));
                empty = false;
            }
        });
        return closed;
    }

    private String readValue() {
        char quote = at < text.length() ? text.charAt(at) : ' ';
        if (quote == '"' || quote == '\'') {
            int end = indexOf(String.valueOf(quote), at + 1);
            String value = text.substring(at + 1, Math.max(at + 1, end));
            at = Math.min(text.length(), end + 1);
            return value;
        }
        int start = at;
        while (at < text.length() && "> \t\r\n\f".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void openElement(String element) {
        if (open.size() < DEEPEST) {
            lengths.push(path.length());
            open.push(element);
            path.append(path.length() == 0 ? "" : ">").append(element);
        }
        empty = true;
    }

    /** Closes an element and those within it that were left open; nothing if it is not open. */
    private void closeElement(String element) {
        if (!open.contains(element)) {
            return;
        }
        if (empty && !html && element.equals(open.peek())) {
            lines.add(new Line(path.toString(), ""));
        }
        empty = false;
        boolean found = false;
        while (!found) {
            found = open.pop().equals(element);
            path.setLength(lengths.pop());
        }
    }

    private String name(String written) {
        return html ? written.toLowerCase(Locale.ROOT) : written;
    }

    private int indexOf(String what, int from) {
        int found = text.indexOf(what, from);
        return found < 0 ? text.length() : found;
    }

    private int behind(String what, int from) {
        return Math.min(text.length(), indexOf(what, from) + what.length());
    }

    /** Replaces references to characters that are usual in XML and HTML. */
    private static String unescape(String text) {
        int at = text.indexOf('&');
        if (at < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int copied = 0;
        while (at >= 0) {
            int end = at;
            while (end < text.length() && end - at <= LONGEST_REFERENCE && text.charAt(end) != ';') {
                end++;
            }
            boolean closed = end < text.length() && text.charAt(end) == ';';
            String character = closed ? character(text.substring(at + 1, end)) : null;
            if (character != null) {
                out.append(text, copied, at).append(character);
                copied = end + 1;
            }
            at = text.indexOf('&', at + 1);
        }
        return out.append(text, copied, text.length()).toString();
    }

    private static @Nullable String character(String name) {
        if (!name.startsWith("#")) {
            return ENTITIES.get(name);
        }
        boolean hex = name.startsWith("#x") || name.startsWith("#X");
        try {
            return Character.toString(Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10));
        } catch (IllegalArgumentException notOne) {
            return null;
        }
    }
}
