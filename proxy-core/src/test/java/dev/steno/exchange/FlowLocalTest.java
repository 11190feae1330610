package dev.steno.exchange;

import static dev.steno.exchange.Playbook.begin;
import static dev.steno.exchange.Playbook.clientGone;
import static dev.steno.exchange.Playbook.ready;
import static dev.steno.exchange.Playbook.request;
import static dev.steno.exchange.Playbook.requestEnd;
import static dev.steno.exchange.Playbook.responseEnd;
import static dev.steno.exchange.Playbook.responseHead;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.FlowLocal;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.flow.Notes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an addon keeps for each flow, and the rules that it says acted. */
class FlowLocalTest {
    private FlowLocal<List<String>> local;
    private final List<List<String>> atTheEnd = new ArrayList<>();

    private final class Keeping implements Addon {
        @Override
        public void register(Registrar registrar) {
            local = registrar.flowsInFlight().perFlow(ArrayList::new);
            registrar.on(Hook.REQUEST_HEAD, Phase.MODIFY, (flow, context) -> {
                local.get(flow.id()).add("request");
                return Verdict.pass();
            });
            registrar.on(Hook.RESPONSE_HEAD, Phase.MODIFY, (flow, context) -> {
                local.get(flow.id()).add("response");
                return Verdict.pass();
            });
            registrar.on(Hook.ERROR, Phase.SEAL, (flow, context) -> {
                local.get(flow.id()).add("error");
                return Verdict.pass();
            });
            registrar.revisions(fact -> {
                if (fact instanceof FlowEvent.Closed closed) {
                    atTheEnd.add(List.copyOf(local.get(closed.flow().id())));
                }
            });
        }
    }

    @Test
    void aValueLastsFromTheFirstHookToTheLastFact() {
        Playbook play = new Playbook(request("GET", "/"), new Keeping());
        long flow = play.flow().id();

        play.in(begin(), requestEnd(), ready(), responseHead(200));
        assertThat(local.find(flow)).hasValue(List.of("request", "response"));
        play.in(responseEnd());

        assertThat(atTheEnd).containsExactly(List.of("request", "response"));
        assertThat(local.isEmpty()).isTrue();
        assertThat(local.get(flow)).as("of a flow that has ended").isEmpty();
        assertThat(local.isEmpty()).isTrue();
    }

    @Test
    void aFlowThatFailsReleasesItsValueAfterTheHandlersOfErrors() {
        Playbook play = new Playbook(request("GET", "/"), new Keeping());
        play.in(begin());
        List<String> value = local.get(play.flow().id());

        play.in(clientGone());

        assertThat(value).containsExactly("request", "error");
        assertThat(local.isEmpty()).isTrue();
    }

    @Test
    void rulesThatActedAreNoted() {
        Playbook play = new Playbook(
                request("GET", "/"),
                tracing(Hook.REQUEST_HEAD, "one", "!two"),
                tracing(Hook.REQUEST, "late"),
                tracing(Hook.RESPONSE_HEAD, "three"));
        play.in(begin(), requestEnd(), ready(), responseHead(200), responseEnd());

        assertThat(play.flow().notes().metadata()).containsEntry(Notes.RULES, "one !two three");
        assertThat(play.flow().original()).isNull();
    }

    private static Addon tracing(Hook<dev.steno.flow.HttpFlow> hook, String... names) {
        return Playbook.on(hook, (flow, context) -> {
            for (String name : names) {
                context.trace(name);
            }
            return Verdict.pass();
        });
    }
}
