package dev.steno.tui.data;

import dev.steno.rule.RuleCommands;
import dev.steno.view.View;
import java.util.List;

/** The Steno that records in another process, as far as this interface needs it. Each call blocks; any thread. */
public interface Neighbour {

    /**
     * Returns what calls the commands of that process.
     *
     * @param view the view that is shown here
     * @param own calls commands on it
     */
    Control control(View view, Control own);

    /** Returns the state of the recording. */
    RecordingState state();

    /** Returns what works with its held messages and edits recorded ones. */
    Interception interception();

    /**
     * Returns its rules in the order in which they act.
     *
     * @throws dev.steno.command.CommandException if it does not answer
     */
    List<RuleCommands.Listed> rules();
}
