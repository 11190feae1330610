package dev.steno.rule.body;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An event stream: each event is changed by itself once it is complete, so that it passes at once. */
final class EventText implements ChangedText {
    /** Upper bound on the chars of an event; a longer one is changed in parts. */
    private static final int LONGEST = 1 << 20;

    private static final Pattern BORDER = Pattern.compile("\r\n\r\n|\n\n|\r\r");

    private final List<TextChange> changes;
    private final StringBuilder event = new StringBuilder();
    private int marked;

    EventText(List<TextChange> changes) {
        this.changes = changes;
    }

    @Override
    public String put(String more) {
        int seen = Math.max(0, event.length() - 3); // a border may begin there
        event.append(more);
        Matcher border = BORDER.matcher(event);
        StringBuilder out = new StringBuilder(event.length());
        int from = 0;
        for (boolean next = border.find(seen); next; next = border.find()) {
            out.append(changed(event.substring(from, border.end())));
            from = border.end();
        }
        event.delete(0, from);
        marked = Math.max(0, marked - from);
        return event.length() > LONGEST ? out + end() : out.toString();
    }

    private String changed(String whole) {
        String text = whole;
        for (TextChange change : changes) {
            String next = change.with().replaceAll(change.what(), text);
            if (next != null) {
                change.found().run();
                text = next;
            }
        }
        return text;
    }

    @Override
    public boolean mark() {
        marked = event.length();
        return marked > 0;
    }

    @Override
    public String release() {
        String part = changed(event.substring(0, marked));
        event.delete(0, marked);
        marked = 0;
        return part;
    }

    @Override
    public String end() {
        marked = event.length();
        return release();
    }
}
