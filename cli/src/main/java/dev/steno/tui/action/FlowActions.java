package dev.steno.tui.action;

import dev.steno.text.Quantity;
import dev.steno.tui.data.Source;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Prompt;
import dev.steno.view.FlowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Changes the chosen flows by commands: marks, comments, copies in the session, and removals, which can be undone for a while. */
public final class FlowActions {
    public static final KeyTable<FlowActions> KEYS = KeyTable.of(
            "Selected flows, or the focused one",
            Binding.of("m", "mark, or unmark", FlowActions::mark).unless(FlowActions::refusal),
            Binding.of(";", "comment; an empty one is removed", FlowActions::comment)
                    .unless(FlowActions::refusal),
            Binding.of("d, delete", "remove from the session in eight seconds; u undoes it", FlowActions::removeChosen)
                    .unless(FlowActions::refusal),
            Binding.of("D", "duplicate in the session", FlowActions::duplicate).unless(FlowActions::refusal),
            Binding.of("r", "send the request again, as a new flow", FlowActions::replay)
                    .unless(FlowActions::refusal),
            Binding.of("U", "unmark all flows, after a question", FlowActions::unmarkAll),
            Binding.of(
                    "z",
                    "remove all flows from the session, after a question; u undoes it",
                    actions -> actions.clear(FlowSpec.Named.ALL, "", "")),
            Binding.of(
                    "Z",
                    "remove all unmarked flows, after a question; u undoes it",
                    actions -> actions.clear(FlowSpec.Named.UNMARKED, "unmarked ", "!~marked & ")));

    /** Removing more is asked for, as in the web interface. */
    private static final int MANY = 1000;

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
        desk.awaitToAsk(
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

    private void removeChosen() {
        Chosen flows = shown.chosen();
        String argument = argument(flows);
        if (argument == null) {
            return;
        }
        if (flows.count() > MANY) {
            desk.confirm("remove " + flows + " from the session?", () -> removeLater(flows, argument, "flow"));
        } else {
            removeLater(flows, argument, "flow");
        }
    }

    /** Returns the flows as an argument; null if they are too many, which is said. */
    private @Nullable String argument(Chosen flows) {
        try {
            return flows.argument();
        } catch (Chosen.TooManyException e) {
            desk.fail(String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** @param argument names the flows as they are now: others that come while the removal waits stay */
    private void removeLater(Chosen flows, String argument, String noun) {
        shown.unselect();
        String doing = flows.count() == 1 ? flows.toString() : Quantity.count(flows.count(), noun);
        later(
                "removing " + doing,
                argument,
                () -> desk.call("view.flows.remove", List.of(argument), count -> {
                    shown.changed(flows);
                    desk.say("removed " + Quantity.count(Long.parseLong(count.strip()), noun));
                }));
    }

    /** A session that is only read refuses at once. */
    private void later(String doing, String subject, Runnable action) {
        if (desk.source().relation() == Source.Relation.READ_ONLY) {
            action.run();
        } else {
            desk.later(doing, subject, action);
        }
    }

    /** A command for the chosen flows, which it gets as its first argument. */
    private void call(Chosen flows, String command, List<String> further, Consumer<String> result) {
        String argument = argument(flows);
        if (argument == null) {
            return;
        }
        List<String> arguments = new ArrayList<>();
        arguments.add(argument);
        arguments.addAll(further);
        desk.call(command, arguments, text -> {
            shown.changed(flows);
            result.accept(text);
        });
    }

    private void unmarkAll() {
        desk.awaitToAsk(desk.source().view().resolve(FlowSpec.Named.MARKED), marked -> {
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

    /** @param condition what a filter says of the kind, with what follows it */
    private void clear(FlowSpec which, String kind, String condition) {
        desk.awaitToAsk(desk.source().view().resolve(which), all -> {
            Chosen flows = new Chosen(all);
            if (flows.count() == 0) {
                desk.say("there are no " + kind + "flows");
                return;
            }
            desk.confirm(
                    "remove " + Quantity.count(flows.count(), kind + "flow")
                            + " from the session, whether shown or not?",
                    () -> removeLater(flows, condition + "id <= " + all.last(), kind + "flow"));
        });
    }
}
