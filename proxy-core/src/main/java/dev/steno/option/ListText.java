package dev.steno.option;

import java.util.ArrayList;
import java.util.List;

/** Splits the text form of a list, which {@link ListType} describes. Stateless. */
final class ListText {
    private ListText() {}

    static String quote(String element) {
        boolean plain = !element.isEmpty()
                && element.charAt(0) != '"'
                && element.indexOf(',') < 0
                && element.equals(element.strip());
        return plain ? element : '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** The elements, without their quotation marks. */
    static List<String> split(String text, String accepted) {
        List<String> elements = new ArrayList<>();
        if (text.isBlank()) {
            return elements;
        }
        int from = 0;
        while (from <= text.length()) {
            int end = endOfElement(text, from);
            elements.add(unquote(text.substring(from, end).strip(), text, accepted));
            from = end + 1;
        }
        return elements;
    }

    /** The offset at which the last element begins, which may be unfinished. */
    static int lastElement(String text) {
        int from = 0;
        for (int end = endOfElement(text, from); end < text.length(); end = endOfElement(text, from)) {
            from = end + 1;
        }
        return from;
    }

    private static int endOfElement(String text, int from) {
        int start = from;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        boolean quoted = start < text.length() && text.charAt(start) == '"';
        boolean inside = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && inside && c == '\\') {
                i++;
            } else if (quoted && c == '"') {
                inside = !inside;
            } else if (c == ',' && !inside) {
                return i;
            }
        }
        return text.length();
    }

    private static String unquote(String element, String text, String accepted) {
        if (element.isEmpty()) {
            throw new ValueException(text, "has an empty element", accepted);
        }
        if (element.charAt(0) != '"') {
            return element;
        }
        StringBuilder plain = new StringBuilder(element.length());
        for (int i = 1; i < element.length(); i++) {
            char c = element.charAt(i);
            if (c == '"') {
                if (i < element.length() - 1) {
                    throw new ValueException(text, "has text after a closing quotation mark", accepted);
                }
                return plain.toString();
            }
            if (c == '\\' && i + 1 < element.length()) {
                c = element.charAt(++i);
            }
            plain.append(c);
        }
        throw new ValueException(text, "has no closing quotation mark", accepted);
    }
}
