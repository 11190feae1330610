package dev.steno.view;

import java.util.List;

/** Receives the changes of a view, one frame at a time. Runs on the view thread, so it must not block. */
@FunctionalInterface
public interface ViewListener {
    void changed(List<ViewEvent> frame);
}
