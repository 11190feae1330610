package dev.steno.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.RecordedFlows;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.command.Commands;
import dev.steno.flow.Body;
import dev.steno.flow.Sequences;
import dev.steno.option.Options;
import dev.steno.rule.Rules;
import dev.steno.rule.action.RulePoint;
import dev.steno.rule.network.DelayFault;
import dev.steno.sqlite.SqliteSessionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addons read what is recorded. */
class SessionFlowsTest {
    @TempDir
    Path folder;

    private RecordedFlows recorded;

    @Test
    void anAddonReadsFlowsAndBodiesUntilTheSessionIsClosed() throws Exception {
        RecordBudget budget = new RecordBudget(1 << 20);
        Session session = new Session(budget);
        Sequences sequences = new Sequences();
        session.start(SqliteSessionStore.open(folder.resolve("work.steno"), "test"), sequences);
        try (AddonRuntime runtime = new AddonRuntime(
                List.<Addon>of(registrar -> recorded = registrar.recorded(), session),
                sequences,
                budget,
                Runnable::run)) {
            byte[] bytes = new byte[20_000];
            Arrays.fill(bytes, (byte) 7);
            Body.Stored body = new Body.Stored(1, bytes.length, bytes.length, true);
            runtime.facts().publish(new FlowEvent.BodyChunk(1, 0, bytes));
            runtime.facts().publish(new FlowEvent.Closed(Flows.complete(1, body)));
            assertThat(recorded.flow(1)).as("before it is durable").isPresent();
            session.awaitDurable();

            assertThat(recorded.flow(1)).isPresent();
            assertThat(recorded.flow(2)).isEmpty();
            assertThat(recorded.body(body)).hasBinaryContent(bytes);
        }
        session.close();
        assertThatThrownBy(() -> recorded.flow(1))
                .isInstanceOf(IOException.class)
                .hasMessage("the session is closed");
    }

    /** The server of the flow took 13 nanoseconds. */
    @Test
    void aFaultHasTheDelayOfARecordedFlow() throws Exception {
        RecordBudget budget = new RecordBudget(1 << 20);
        Session session = new Session(budget);
        Sequences sequences = new Sequences();
        session.start(SqliteSessionStore.open(folder.resolve("work.steno"), "test"), sequences);
        Options options = new Options();
        Rules rules = new Rules();
        try (AddonRuntime runtime =
                new AddonRuntime(List.of(rules, session), sequences, budget, Runnable::run, options, new Commands())) {
            runtime.facts().publish(new FlowEvent.Closed(Flows.complete(1)));
            options.set("fault", "latency latency=recorded:1");
            DelayFault fault = (DelayFault) rules.list().get(0).action();
            assertThat(fault.decide(Flows.complete(2), RulePoint.RESPONSE).delay())
                    .isEqualTo(13);
            options.set("fault", "latency latency=recorded:9");
            DelayFault missing = (DelayFault) rules.list().get(0).action();
            assertThatThrownBy(() -> missing.decide(Flows.complete(2), RulePoint.RESPONSE))
                    .hasMessage("flow 9 is not in the session, or has no response: it has no delay");
        }
        session.close();
    }

    @Test
    void withoutASessionThereIsNone() throws Exception {
        new AddonRuntime(
                        List.of(registrar -> recorded = registrar.recorded()),
                        new Sequences(),
                        new RecordBudget(1),
                        Runnable::run)
                .close();
        assertThat(recorded.flow(1)).isEmpty();
        assertThatThrownBy(() -> recorded.body(Body.NONE)).isInstanceOf(IOException.class);
    }
}
