package dev.steno.option;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Elements separated by commas; the empty text is the empty list. An element must be in quotation marks if it is empty,
 * begins with a quotation mark, contains a comma or is surrounded by space; within the marks, a backslash escapes the
 * next character.
 */
record ListType<T>(ValueType<T> element) implements ValueType<List<T>> {

    @Override
    public String name() {
        return "list of " + element.name();
    }

    @Override
    public String metavar() {
        return element.metavar();
    }

    @Override
    public String accepted() {
        return element.accepted() + ", any number of them separated by commas";
    }

    @Override
    public List<T> parse(String text) {
        return ListText.split(text, accepted()).stream().map(element::parse).toList();
    }

    @Override
    public String print(List<T> value) {
        return value.stream().map(element::print).map(ListText::quote).collect(Collectors.joining(","));
    }

    @Override
    public String show(List<T> value) {
        return value.stream().map(element::show).map(ListText::quote).collect(Collectors.joining(","));
    }

    @Override
    public List<String> complete(String prefix) {
        int last = ListText.lastElement(prefix);
        String before = prefix.substring(0, last);
        return element.complete(prefix.substring(last)).stream()
                .map(text -> before + ListText.quote(text))
                .toList();
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public String join(List<String> texts) {
        return texts.stream().map(ListText::quote).collect(Collectors.joining(","));
    }
}
