package dev.steno.tui.action;

import dev.steno.text.Quantity;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Prompt;
import dev.steno.view.FlowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Changes the chosen flows by commands: marks, comments, copies in the session, and removal after a question. */
public final class FlowActions {
    public static final KeyTable<FlowActions> KEYS = KeyTable.of(
            "Selected flows, or the focused one",
            Binding.of("m", "mark, or unmark", FlowActions::mark).unless(FlowActions::refusal),
            Binding.of(";", "comment; an empty one is removed", FlowActions::comment)
                    .unless(FlowActions::refusal),
            Binding.of("d, delete", "remove from the session, after a question", FlowActions::remove)
                    .unless(FlowActions::refusal),
            Binding.of("D", "duplicate in the session", FlowActions::duplicate).unless(FlowActions::refusal),
            Binding.of("r", "send the request again, as a new flow", FlowActions::replay)
                    .unless(FlowActions::refusal),
            Binding.of("U", "unmark all flows, after a question", FlowActions::unmarkAll),
            Binding.of(
                    "z",
                    "remove all flows from the session, after a question",
                    actions -> actions.clear(FlowSpec.Named.ALL, "", "view.clear")),
            Binding.of(
                    "Z",
                    "remove all unmarked flows, after a question",
                    actions -> actions.clear(FlowSpec.Named.UNMARKED, "unmarked ", "view.clear_unmarked")));

    private final Desk desk;
    private final ShownFlows shown;

    public FlowActions(Desk desk, ShownFlows shown) {
        this.desk = desk;
        this.shown = shown;
    }

    private @Nullable String refusal() {
        return shown.chosen().count() == 0 ? "there is no flow here" : null;
    }

    private void mark() {
        call(shown.chosen(), "flow.mark.toggle", List.of(), count -> {});
    }

    private void comment() {
        Chosen flows = shown.chosen();
        if (flows.count() > 1) {
            askForComment(flows, "");
            return;
        }
        desk.await(
                desk.source().view().flows(List.of(flows.flows().first())),
                found -> askForComment(
                        flows, found.isEmpty() ? "" : found.get(0).notes().comment()));
    }

    private void askForComment(Chosen flows, String before) {
        desk.ask(Prompt.of("comment of " + flows + ": ", before, text -> {
            List<String> comment = text.isBlank() ? List.of() : List.of(text.strip());
            call(flows, "flow.comment", comment, count -> {});
        }));
    }

    private void duplicate() {
        Chosen flows = shown.chosen();
        call(flows, "view.flows.duplicate", List.of(), copies -> desk.say("duplicated " + flows));
    }

    /** One request is sent at once, and its flow gets the focus; several are queued. */
    private void replay() {
        Chosen flows = shown.chosen();
        if (flows.count() == 1) {
            call(flows, "replay.flow", List.of(), number -> {
                shown.focusOn(Long.parseLong(number.strip()));
                desk.say(flows + " was sent again as flow " + number.strip());
            });
            return;
        }
        call(flows, "replay.client", List.of(), result -> {
            shown.unselect();
            desk.say(told(result));
        });
    }

    /** The result of {@code replay.client} in one line. */
    private static String told(String result) {
        String[] lines = result.strip().split("\\R");
        String queued = lines[0].replaceAll("[^0-9]", "");
        String said = Quantity.count(Long.parseLong(queued), "request") + " will be sent again";
        String refused =
                lines.length < 2 ? "" : lines[1].replaceFirst("^refused:", "").strip();
        return refused.isEmpty() ? said : said + "; " + refused;
    }

    private void remove() {
        Chosen flows = shown.chosen();
        desk.confirm(
                "remove " + flows + " from the session? It cannot be undone.",
                () -> call(flows, "view.flows.remove", List.of(), count -> removed(count, "flow")));
    }

    private void removed(String count, String noun) {
        shown.unselect();
        desk.say("removed " + Quantity.count(Long.parseLong(count.strip()), noun));
    }

    /** A command for the chosen flows, which it gets as its first argument. */
    private void call(Chosen flows, String command, List<String> further, Consumer<String> result) {
        List<String> arguments = new ArrayList<>();
        arguments.add(flows.argument());
        arguments.addAll(further);
        desk.call(command, arguments, text -> {
            shown.changed(flows);
            result.accept(text);
        });
    }

    private void unmarkAll() {
        desk.await(desk.source().view().resolve(FlowSpec.Named.MARKED), marked -> {
            Chosen flows = new Chosen(marked);
            if (flows.count() == 0) {
                desk.say("no flow is marked");
                return;
            }
            desk.confirm(
                    "unmark " + flows + "?",
                    () -> desk.call("flow.mark", List.of("@marked", ""), count -> {
                        shown.changed(flows);
                        desk.say("unmarked " + flows);
                    }));
        });
    }

    private void clear(FlowSpec which, String kind, String command) {
        desk.await(desk.source().view().resolve(which), all -> {
            Chosen flows = new Chosen(all);
            if (flows.count() == 0) {
                desk.say("there are no " + kind + "flows");
                return;
            }
            String number = Quantity.count(flows.count(), kind + "flow");
            desk.confirm(
                    "remove " + number + " from the session, whether shown or not? It cannot be undone.",
                    () -> desk.call(command, List.of(), count -> {
                        shown.changed(flows);
                        removed(count, kind + "flow");
                    }));
        });
    }
}
