package dev.steno.tui.data;

import dev.steno.filter.Filter;
import dev.steno.flow.FlowNumber;
import dev.steno.view.Arrangement;
import dev.steno.view.View;
import java.util.concurrent.ExecutionException;

/**
 * What {@code @focus}, {@code @shown} and {@code @hidden} mean in this view, in words that another process understands.
 * Immutable.
 *
 * @param focus the focused flow; 0 if there is none
 */
public record ViewedFlows(Arrangement arrangement, long focus) {

    /** Asks a view; blocks for a moment. */
    public static ViewedFlows of(View view, long focus) {
        try {
            return new ViewedFlows(view.arrangement().get(), focus);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Returns an argument, in which the flows of this view are named by their number or by its filter. */
    public String named(String argument) {
        return switch (argument) {
            case "@focus" -> focus == 0 ? "@0" : "@" + FlowNumber.print(focus);
            case "@shown" -> shown().isEmpty() ? "@all" : shown();
            case "@hidden" -> shown().isEmpty() ? "@0" : "!(" + shown() + ")";
            default -> argument;
        };
    }

    private String shown() {
        String filter = arrangement.filter() instanceof Filter.All
                ? ""
                : arrangement.filter().toString();
        if (!arrangement.markedOnly()) {
            return filter;
        }
        return filter.isEmpty() ? "~marked" : "~marked & (" + filter + ")";
    }
}
