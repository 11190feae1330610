package dev.steno.tui.held;

import dev.steno.command.Completion;
import dev.steno.edit.MessagePart;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.Prompt;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Chooses the message of a flow that is edited: the held one, or one of a flow that has ended. Stateless. */
final class FlowEditing {
    private FlowEditing() {}

    /** Edits the held message of a flow. */
    static void held(Desk desk, long flow, Runnable done) {
        desk.workToAsk(
                () -> desk.source().interception().held(flow), draft -> new MessageEditing(desk, draft, done).begin());
    }

    /**
     * Edits a message of a flow.
     *
     * @param part the message that is looked at; null if it is to be asked for
     */
    static void any(Desk desk, long flow, @Nullable MessagePart part, Runnable done) {
        desk.awaitToAsk(desk.source().view().flows(List.of(flow)), flows -> {
            if (flows.isEmpty()) {
                desk.fail("flow " + FlowNumber.print(flow) + " was removed");
            } else {
                any(desk, flows.get(0), part, done);
            }
        });
    }

    private static void any(Desk desk, Flow flow, @Nullable MessagePart part, Runnable done) {
        Hold held = flow.held();
        if (held != null && flow.state() == FlowState.OPEN && held.point() == Hold.Point.MESSAGES) {
            desk.open(new HeldStreamScreen(desk, flow.id()));
        } else if (held != null && flow.state() == FlowState.OPEN) {
            held(desk, flow.id(), done);
        } else if (!(flow instanceof HttpFlow http)) {
            desk.fail("flow " + FlowNumber.print(flow.id())
                    + " is a raw stream; only requests and responses can be edited");
        } else if (flow.state() == FlowState.OPEN) {
            desk.fail("flow " + FlowNumber.print(flow.id())
                    + " is in progress and not held; it can be edited once it has ended");
        } else if (part != null || http.response() == null) {
            recorded(desk, flow.id(), part == null ? MessagePart.REQUEST : part, done);
        } else {
            ask(desk, flow.id(), done);
        }
    }

    private static void recorded(Desk desk, long flow, MessagePart part, Runnable done) {
        desk.workToAsk(
                () -> desk.source().interception().recorded(flow, part),
                draft -> new MessageEditing(desk, draft, done).begin());
    }

    private static void ask(Desk desk, long flow, Runnable done) {
        desk.ask(new Prompt(
                "edit request or response of flow " + FlowNumber.print(flow) + " (enter: request): ",
                "",
                line -> names().anyMatch(name -> name.startsWith(line))
                        ? null
                        : new Prompt.Complaint(0, "it is request or response"),
                line -> new Completion(
                        0, names().filter(name -> name.startsWith(line)).toList()),
                line -> recorded(
                        desk, flow, line.startsWith("res") ? MessagePart.RESPONSE : MessagePart.REQUEST, done)));
    }

    private static Stream<String> names() {
        return Stream.of(MessagePart.values()).map(part -> part.name().toLowerCase(Locale.ROOT));
    }
}
