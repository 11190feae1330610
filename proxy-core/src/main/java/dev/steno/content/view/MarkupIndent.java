package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;

/**
 * Lays out XML or HTML: a line for each tag, indented by the elements that are open; an element that holds only a short
 * text stays on one line. Resolves no entity and loads nothing. For one thread.
 */
final class MarkupIndent {
    /** Elements of HTML without an end tag (HTML, 13.1.2). */
    private static final Set<String> VOID = Set.of(
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr");

    /** Elements of HTML whose content is not markup, or whose white space matters. */
    private static final Set<String> RAW = Set.of("script", "style", "textarea", "pre", "title");

    /** A text up to this length stays beside its tags, in chars. */
    private static final int SHORT = 120;

    /** Upper bound on the elements that are searched for the one that an end tag closes. */
    private static final int SEARCHED = 64;

    /** Upper bound on the elements that are remembered; deeper ones are not indented further. */
    private static final int REMEMBERED = 512;

    private final String text;
    private final boolean html;
    private final ViewOutput out;
    private final Deque<String> open = new ArrayDeque<>();
    private int at;

    private MarkupIndent(String text, boolean html, ViewOutput out) {
        this.text = text;
        this.html = html;
        this.out = out;
    }

    static void show(String text, boolean html, ViewOutput out) {
        MarkupIndent indent = new MarkupIndent(text, html, out);
        while (indent.at < text.length()) {
            indent.step();
        }
        out.endOpen();
    }

    private void step() {
        if (text.charAt(at) != '<' || at + 1 == text.length()) {
            int next = text.indexOf('<', at + 1);
            content(next < 0 ? text.length() : next);
        } else if (text.startsWith("<!--", at)) {
            whole(Kind.COMMENT, after("-->", 4));
        } else if (text.startsWith("<![CDATA[", at)) {
            whole(Kind.STRING, after("]]>", 9));
        } else if (text.startsWith("<?", at)) {
            whole(Kind.COMMENT, after("?>", 2));
        } else if (text.charAt(at + 1) == '!') {
            whole(Kind.COMMENT, after(">", 2));
        } else if (text.charAt(at + 1) == '/') {
            endTag();
        } else if (Character.isLetter(text.charAt(at + 1)) || text.charAt(at + 1) == '_') {
            startTag();
        } else {
            int next = text.indexOf('<', at + 1);
            content(next < 0 ? text.length() : next);
        }
    }

    private int after(String terminator, int skipped) {
        int found = text.indexOf(terminator, at + skipped);
        return found < 0 ? text.length() : found + terminator.length();
    }

    /** Text between tags: without the white space around it. */
    private void content(int end) {
        lines(Kind.TEXT, at, end);
        at = end;
    }

    private void whole(Kind kind, int end) {
        lines(kind, at, end);
        at = end;
    }

    private void lines(Kind kind, int from, int to) {
        int line = from;
        while (line < to) {
            int stop = ViewOutput.lineEnd(text, line, to);
            int start = line;
            int end = stop;
            while (start < end && text.charAt(start) <= ' ') {
                start++;
            }
            while (end > start && text.charAt(end - 1) <= ' ') {
                end--;
            }
            if (end > start) {
                out.endOpen();
                out.indent(open.size()).add(kind, text, start, end).end();
            }
            line = stop + 1;
        }
    }

    private void endTag() {
        int end = tagEnd(at + 2);
        String name = nameAt(at + 2);
        if (isOpen(name)) {
            while (!open.isEmpty() && !open.pop().equals(name)) {
                // elements whose end tags were left out end here as well
            }
        }
        out.endOpen();
        out.indent(open.size()).add(Kind.TAG, text, at, end).end();
        at = end;
    }

    private boolean isOpen(String name) {
        Iterator<String> inner = open.iterator();
        for (int i = 0; i < SEARCHED && inner.hasNext(); i++) {
            if (inner.next().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void startTag() {
        int end = tagEnd(at + 1);
        String name = nameAt(at + 1);
        out.endOpen();
        out.indent(open.size());
        tag(end);
        boolean closed = text.charAt(end - 1) == '>' && text.charAt(end - 2) == '/';
        at = end;
        if (closed || html && VOID.contains(name)) {
            out.end();
        } else if (html && RAW.contains(name)) {
            raw(name);
        } else if (!shortElement(name)) {
            out.end();
            if (open.size() < REMEMBERED) {
                open.push(name);
            }
        }
    }

    /** Shows the text and the end tag beside the start tag, if the element holds only a short text. */
    private boolean shortElement(String name) {
        int next = text.indexOf('<', at);
        if (next < 0
                || next - at > SHORT
                || !text.startsWith("</", next)
                || !nameAt(next + 2).equals(name)) {
            return false;
        }
        String content = text.substring(at, next);
        if (content.indexOf('\n') >= 0 && !content.isBlank()) {
            return false;
        }
        int end = tagEnd(next + 2);
        out.add(Kind.TEXT, content.strip()).add(Kind.TAG, text, next, end).end();
        at = end;
        return true;
    }

    /** Shows content that is not markup, up to its end tag. */
    private void raw(String name) {
        int end = at;
        while (end < text.length()
                && !(text.charAt(end) == '<' && text.regionMatches(true, end, "</" + name, 0, name.length() + 2))) {
            end++;
        }
        if (end - at <= SHORT && text.substring(at, end).indexOf('\n') < 0) {
            out.add(Kind.TEXT, text, at, end);
        } else {
            out.end();
            out.nest();
            out.block(Kind.TEXT, text.substring(at, end).strip());
            out.unnest();
        }
        at = end;
        if (at < text.length()) {
            int close = tagEnd(at + 2);
            if (out.isAtStart()) {
                out.indent(open.size());
            }
            out.add(Kind.TAG, text, at, close);
            at = close;
        }
        out.endOpen();
    }

    /** The end of a tag: after the next greater-than sign outside quotation marks. */
    private int tagEnd(int from) {
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '>') {
                return i + 1;
            } else if (c == '"' || c == '\'') {
                quote = text.charAt(i - 1) == '=' || text.charAt(i - 1) == ' ' ? c : 0;
            }
        }
        return text.length();
    }

    private String nameAt(int from) {
        int end = from;
        while (end < text.length() && end - from < 100 && isName(text.charAt(end))) {
            end++;
        }
        String name = text.substring(Math.min(from, text.length()), end);
        return html ? name.toLowerCase(Locale.ROOT) : name;
    }

    private static boolean isName(char c) {
        return Character.isLetterOrDigit(c) || c == ':' || c == '-' || c == '_' || c == '.';
    }

    /** A start tag with its attributes on one line. */
    private void tag(int end) {
        int from = at;
        boolean quoted = false;
        char quote = 0;
        for (int i = at; i < end; i++) {
            char c = text.charAt(i);
            boolean ends = quoted && c == quote && i > from;
            if (!quoted && (c == '"' || c == '\'') || c == '\n' || c == '\r') {
                out.add(quoted ? Kind.STRING : Kind.TAG, text, from, i);
                if (c == '\n') {
                    out.add(Kind.TAG, " ");
                }
                boolean mark = c == '"' || c == '\'';
                from = mark ? i : i + 1;
                quoted = quoted || mark;
                quote = mark ? c : quote;
            } else if (ends) {
                out.add(Kind.STRING, text, from, i + 1);
                from = i + 1;
                quoted = false;
            }
        }
        out.add(quoted ? Kind.STRING : Kind.TAG, text, from, end);
    }
}
