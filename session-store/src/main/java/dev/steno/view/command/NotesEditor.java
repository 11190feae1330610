package dev.steno.view.command;

import dev.steno.flow.Notes;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Changes the marks and comments of flows. Any thread. */
@FunctionalInterface
public interface NotesEditor {

    /** Changes the notes of the flows that a view resolves; the stage completes with their number once others can see it. */
    CompletableFuture<Long> edit(View view, FlowSpec spec, UnaryOperator<Notes> change);
}
