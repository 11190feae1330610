package dev.steno.tui.held;

import dev.steno.tui.data.Source;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.Prompt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What ends a hold, or an exchange, by commands. For the interface's thread. */
final class HoldActions {
    private final Desk desk;
    private final Runnable done;

    /** @param done called after each */
    HoldActions(Desk desk, Runnable done) {
        this.desk = desk;
        this.done = done;
    }

    /** Returns why nothing can be done in this session; null if it can. */
    static @Nullable String refusal(Desk desk) {
        return desk.source().relation() == Source.Relation.READ_ONLY
                ? desk.source().name() + " is read-only, as " + desk.source().lack()
                : null;
    }

    private void call(String said, String command, String... arguments) {
        desk.call(command, List.of(arguments), result -> {
            desk.say(said.replace("{}", result.strip()));
            done.run();
        });
    }

    private static String one(long flow) {
        return "@" + flow;
    }

    void resume(long flow) {
        call("flow " + flow + " was resumed", "flow.resume", one(flow));
    }

    void resumeAll() {
        call("{} resumed", "flow.resume.all");
    }

    /** Resumes, and holds the next message of the flow. */
    void step(long flow) {
        desk.call(
                "flow.hold",
                List.of(one(flow)),
                held -> call("flow " + flow + " was resumed; its next message will be held", "flow.resume", one(flow)));
    }

    void drop(long flow) {
        desk.confirm(
                "Drop flow " + flow + "? Its client gets a page that says so.",
                () -> call("flow " + flow + " was dropped", "flow.drop", one(flow)));
    }

    void kill(long flow) {
        desk.confirm(
                "Kill flow " + flow + "? Its client's connection or stream is cut off.",
                () -> call("flow " + flow + " was killed", "flow.kill", one(flow)));
    }

    /** Asks for an answer in place of the server's. */
    void answer(long flow) {
        desk.ask(new Prompt(
                "answer flow " + flow + ", STATUS [BODY]: ",
                "",
                HoldActions::complaint,
                Prompt.of("", "", line -> {}).complete(),
                line -> {
                    String[] parts = line.strip().split(" ", 2);
                    call(
                            "flow " + flow + " was answered with " + parts[0],
                            "flow.answer",
                            one(flow),
                            parts[0],
                            parts.length < 2 ? "" : parts[1]);
                }));
    }

    private static Prompt.@Nullable Complaint complaint(String line) {
        String status = line.strip().split(" ", 2)[0];
        return status.matches("[2-5][0-9]{2}")
                ? null
                : new Prompt.Complaint(0, "it begins with a status from 200 to 599, such as: 403 not today");
    }
}
