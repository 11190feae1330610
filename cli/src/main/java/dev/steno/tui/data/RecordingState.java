package dev.steno.tui.data;

import dev.steno.log.LogLine;
import java.util.List;

/**
 * The state of the recording. Immutable.
 *
 * @param held the number of held messages
 * @param failure why the recording is in danger, as a sentence; empty if it is not
 * @param log the newest lines of the log, the oldest first; empty if it cannot be read
 */
public record RecordingState(long held, String failure, List<LogLine> log) {
    /** That of a session that no process records. */
    public static final RecordingState NONE = new RecordingState(0, "", List.of());
}
