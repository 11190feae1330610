package dev.steno.view;

import java.util.List;

/** Hears what changed in a view, a frame at a time. Called on the view thread; must not block. */
@FunctionalInterface
public interface ViewListener {
    void changed(List<ViewEvent> frame);
}
