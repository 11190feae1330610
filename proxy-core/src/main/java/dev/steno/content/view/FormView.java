package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;

/** Fields of a form or a query, decoded (WHATWG URL, 5.1). Stateless. */
public final class FormView implements ContentView {
    @Override
    public String name() {
        return "form";
    }

    @Override
    public String syntax() {
        return "facts";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return content.type().type().equals("application/x-www-form-urlencoded");
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        showPairs(content.text().strip(), out);
    }

    /** Shows the query of a URL, given without its question mark. */
    public static void showQuery(String query, ViewOutput out) {
        showPairs(query, out);
    }

    private static void showPairs(String text, ViewOutput out) {
        int at = 0;
        while (at < text.length()) {
            int ampersand = text.indexOf('&', at);
            int stop = ampersand < 0 ? text.length() : ampersand;
            if (stop > at) {
                pair(text.substring(at, stop), out);
            }
            at = stop + 1;
        }
    }

    private static void pair(String pair, ViewOutput out) {
        int equals = pair.indexOf('=');
        String name = PercentCoding.decode(equals < 0 ? pair : pair.substring(0, equals))
                .replace("\n", "\\n");
        if (equals < 0) {
            out.add(Kind.KEY, name).end();
        } else {
            out.pair(name, Kind.STRING, PercentCoding.decode(pair.substring(equals + 1)));
        }
    }
}
