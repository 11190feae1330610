package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;

/** Server-sent events, a field a line as sent (HTML, 9.2.6). Stateless. */
final class EventStreamView implements ContentView {
    @Override
    public String name() {
        return "events";
    }

    @Override
    public String label() {
        return "event stream";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return content.type().type().equals("text/event-stream");
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        String text = content.text();
        int at = 0;
        while (at < text.length()) {
            int feed = text.indexOf('\n', at);
            int stop = feed < 0 ? text.length() : feed;
            int end = stop > at && text.charAt(stop - 1) == '\r' ? stop - 1 : stop;
            field(text, at, end, out);
            at = stop + 1;
        }
    }

    private static void field(String text, int from, int to, ViewOutput out) {
        int colon = from;
        while (colon < to && text.charAt(colon) != ':') {
            colon++;
        }
        if (colon == from) {
            out.add(Kind.COMMENT, text, from, to).end();
        } else {
            out.add(Kind.KEY, text, from, colon).add(Kind.TEXT, text, colon, to).end();
        }
    }
}
