package dev.steno.tui.rule;

import dev.steno.command.Completion;
import dev.steno.filter.Regex;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.rule.RuleKind;
import dev.steno.rule.network.Throttle;
import dev.steno.tui.data.Source;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.Prompt;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks for rules: any, one that is made of a flow, or a slow network. Stateless. */
public final class RulePrompts {
    private RulePrompts() {}

    /** Returns why no rule can be set in this session; null if one can. */
    public static @Nullable String refusal(Desk desk) {
        return desk.source().relation() == Source.Relation.READ_ONLY
                ? desk.source().name() + " is read-only, as " + desk.source().lack()
                        + "; rules act in a Steno that runs with its API"
                : null;
    }

    /** Asks for a rule in one line. */
    static void ask(Desk desk, String label, String text, Consumer<RuleLine> accept) {
        desk.ask(new Prompt(
                label, text, RuleLine::complaint, RuleLine::complete, line -> accept.accept(RuleLine.of(line))));
    }

    /** Asks for a network that is slow, for all flows; an empty line makes it as fast as it is. */
    public static void throttle(Desk desk) {
        desk.workToAsk(() -> RuleChanges.specs(desk.source().rules(), RuleKind.THROTTLE), specs -> {
            if (specs.size() > 1) {
                desk.say("there are " + specs.size() + " rules for networks; :rules changes each");
                return;
            }
            desk.ask(new Prompt(
                    "network (empty: as fast as it is; Tab lists them): ",
                    specs.isEmpty() ? "" : specs.get(0),
                    line -> line.isBlank() ? null : complaint(line),
                    RulePrompts::networks,
                    line -> new RuleChanges(desk, () -> {})
                            .setAll(
                                    RuleKind.THROTTLE,
                                    line.isBlank() ? List.of() : List.of(line.strip()),
                                    line.isBlank() ? "the network is as fast as it is" : "the network is " + line)));
        });
    }

    private static Prompt.@Nullable Complaint complaint(String line) {
        String kind = RuleKind.THROTTLE.label() + " ";
        Prompt.Complaint found = RuleLine.complaint(kind + line);
        return found == null
                ? null
                : new Prompt.Complaint(Math.max(0, found.column() - kind.length()), found.message());
    }

    private static Completion networks(String line) {
        return new Completion(
                0,
                Throttle.networks().stream()
                        .filter(name -> name.startsWith(line))
                        .toList());
    }

    /** Asks for a rule that blocks the host of a flow. */
    public static void block(Desk desk, long flow) {
        ofFlow(desk, flow, http -> "block-list |~d ^" + Regex.quote(host(http)) + "$|403");
    }

    /** Asks for a rule that answers the URL of a flow with a file, whose name is yet to be typed. */
    public static void mapLocal(Desk desk, long flow) {
        ofFlow(desk, flow, http -> "map-local |" + Regex.quote(address(http)) + "|");
    }

    /** Asks for a rule that sends requests for the URL of a flow elsewhere, which is yet to be changed. */
    public static void mapRemote(Desk desk, long flow) {
        ofFlow(desk, flow, http -> "map-remote |" + Regex.quote(address(http)) + "|" + address(http));
    }

    /** Asks for a rule that sets a header field of the host of a flow. */
    public static void modifyHeaders(Desk desk, long flow) {
        ofFlow(desk, flow, http -> "modify-headers |~q & ~d ^" + Regex.quote(host(http)) + "$|");
    }

    private static void ofFlow(Desk desk, long flow, Function<HttpFlow, String> line) {
        desk.awaitToAsk(desk.source().view().flows(List.of(flow)), (List<Flow> flows) -> {
            if (flows.isEmpty() || !(flows.get(0) instanceof HttpFlow http)) {
                desk.fail("flow " + FlowNumber.print(flow) + " is not HTTP, or was removed");
            } else {
                ask(desk, "rule: ", line.apply(http), new RuleChanges(desk, () -> {})::add);
            }
        });
    }

    private static String host(HttpFlow flow) {
        return flow.request().host();
    }

    /** The URL without its query. */
    private static String address(HttpFlow flow) {
        String url = flow.request().url();
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }
}
