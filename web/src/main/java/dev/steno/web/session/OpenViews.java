package dev.steno.web.session;

import dev.steno.view.View;
import dev.steno.web.http.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The views that clients have opened, by the numbers that they name them with. Any thread. */
public final class OpenViews {
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, View> views = new ConcurrentHashMap<>(); // bound by the number of live connections

    /** Adds a view; returns its number, which is never given again. */
    public int add(View view) {
        int number = last.incrementAndGet();
        views.put(number, view);
        return number;
    }

    /** Removes a view, which its owner closes. */
    public void remove(int number) {
        views.remove(number);
    }

    /**
     * Returns a view.
     *
     * @throws Problem 404 if it is not open
     */
    public View require(long number) {
        View view = views.get((int) number);
        if (view == null || number > Integer.MAX_VALUE) {
            throw Problem.notFound("view " + number + " is not open; a view is open as long as its live connection");
        }
        return view;
    }
}
