package dev.steno.mock.answer;

import dev.steno.flow.HttpResponse;
import java.util.List;

/**
 * A recorded response as it is sent to another client. Immutable.
 *
 * @param adjusted what differs from the recorded response, one phrase for each; empty if it is sent as recorded
 */
public record AdjustedAnswer(HttpResponse response, List<String> adjusted) {
    public AdjustedAnswer {
        adjusted = List.copyOf(adjusted);
    }
}
