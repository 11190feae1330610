package dev.steno.tui.held;

import dev.steno.edit.MessagePart;
import dev.steno.tui.rule.RulePrompts;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that act on the flow with the focus, in the list and beside it: what holds it or lets it go on, edits it, or
 * makes a rule of it.
 */
public final class FlowKeys {
    public static final KeyTable<FlowKeys> KEYS = KeyTable.of(
            "Holding, editing and rules",
            Binding.<FlowKeys>of(
                            "e", "edit the held message, or one of a flow that has ended", keys -> keys.on(keys::edit))
                    .inBar("edit")
                    .unless(FlowKeys::noFlow),
            Binding.<FlowKeys>of(
                            "V", "revert the flow's messages to what the peers sent", keys -> keys.on(keys::revert))
                    .unless(FlowKeys::noFlow),
            Binding.<FlowKeys>of("a", "resume the held message of the flow", keys -> keys.on(keys.actions::resume))
                    .unless(FlowKeys::noFlow),
            Binding.<FlowKeys>of("A", "resume all held messages", keys -> keys.actions.resumeAll())
                    .unless(FlowKeys::refusal),
            Binding.<FlowKeys>of("X", "kill the flow", keys -> keys.on(keys.actions::kill))
                    .unless(FlowKeys::noFlow),
            Binding.<FlowKeys>of(
                    "W", "the held messages, which wait", keys -> keys.desk.open(new HeldScreen(keys.desk))),
            Binding.<FlowKeys>of("i", "which messages are held", keys -> InterceptPrompt.ask(keys.desk))
                    .unless(FlowKeys::refusal),
            Binding.<FlowKeys>of("I", "hold nothing more, or again", keys -> InterceptPrompt.toggle(keys.desk))
                    .unless(FlowKeys::refusal),
            Binding.<FlowKeys>of("T", "slow network", keys -> RulePrompts.throttle(keys.desk))
                    .unless(keys -> RulePrompts.refusal(keys.desk)),
            Binding.<FlowKeys>of(
                            "R b", "rule: block this host", keys -> keys.on(flow -> RulePrompts.block(keys.desk, flow)))
                    .unless(FlowKeys::noFlow),
            Binding.<FlowKeys>of(
                            "R l",
                            "rule: answer this URL with a file",
                            keys -> keys.on(flow -> RulePrompts.mapLocal(keys.desk, flow)))
                    .unless(FlowKeys::noFlow),
            Binding.<FlowKeys>of(
                            "R r",
                            "rule: send requests for this URL elsewhere",
                            keys -> keys.on(flow -> RulePrompts.mapRemote(keys.desk, flow)))
                    .unless(FlowKeys::noFlow),
            Binding.<FlowKeys>of(
                            "R h",
                            "rule: set a header field of this host's requests",
                            keys -> keys.on(flow -> RulePrompts.modifyHeaders(keys.desk, flow)))
                    .unless(FlowKeys::noFlow));

    private final Desk desk;
    private final Supplier<@Nullable MessagePart> shown;
    private final Runnable changed;
    private final HoldActions actions;

    /**
     * @param shown returns the message that is looked at; null if it is the list
     * @param changed called after a flow was changed
     */
    public FlowKeys(Desk desk, Supplier<@Nullable MessagePart> shown, Runnable changed) {
        this.desk = desk;
        this.shown = shown;
        this.changed = changed;
        this.actions = new HoldActions(desk, changed);
    }

    private @Nullable String refusal() {
        return HoldActions.refusal(desk);
    }

    private @Nullable String noFlow() {
        String refusal = refusal();
        return refusal != null ? refusal : desk.focus() == 0 ? "there is no flow" : null;
    }

    private void on(LongConsumer action) {
        action.accept(desk.focus());
    }

    private void edit(long flow) {
        FlowEditing.any(desk, flow, shown.get(), changed);
    }

    private void revert(long flow) {
        desk.call("flow.revert", List.of("@" + flow), result -> {
            desk.say("flow " + flow + " has the messages that the peers sent");
            changed.run();
        });
    }
}
