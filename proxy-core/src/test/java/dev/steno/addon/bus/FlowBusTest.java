package dev.steno.addon.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.Registrar;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import dev.steno.flow.Sequences;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FlowBusTest {

    private static AddonRuntime runtime(Addon... addons) {
        return new AddonRuntime(List.of(addons), new Sequences(), new RecordBudget(1), Runnable::run);
    }

    @Test
    void everyFactReachesEveryLosslessConsumerInOrder() {
        List<FlowEvent> first = new ArrayList<>();
        List<FlowEvent> second = new ArrayList<>();
        FlowBus facts = runtime(
                        registrar -> registrar.lossless(first::add), registrar -> registrar.lossless(second::add))
                .facts();
        List<FlowEvent> told = new ArrayList<>();
        for (int i = 1; i <= 1_000; i++) {
            told.add(new FlowEvent.Opened(Flows.flow(i, 1)));
            told.add(new FlowEvent.BodyChunk(i, 0, new byte[0]));
            told.add(new FlowEvent.MessageSeen(new Message(i, 0, 0, Direction.CLIENT_TO_SERVER, new byte[0])));
            told.add(new FlowEvent.Closed(Flows.flow(i, 2)));
            told.add(new FlowEvent.Deleted(i));
        }

        told.forEach(facts::publish);

        assertThat(first).isEqualTo(told);
        assertThat(second).isEqualTo(told);
    }

    @Test
    void aConsumerThatThrowsAffectsNeitherTheOthersNorThePublisher() {
        List<FlowEvent> others = new ArrayList<>();
        FlowBus facts = runtime(
                        registrar -> registrar.lossless(event -> {
                            throw new IllegalStateException("made on purpose");
                        }),
                        registrar -> registrar.lossless(others::add))
                .facts();
        FlowEvent event = Flows.changed(1, 1);

        facts.publish(event);

        assertThat(others).containsExactly(event);
    }

    @Test
    void aConsumerOfRevisionsGetsEveryRevisionAndNoOtherFact() {
        List<FlowEvent> taken = new ArrayList<>();
        FlowBus facts = runtime(registrar -> registrar.revisions(taken::add)).facts();
        List<FlowEvent> revisions = List.of(
                new FlowEvent.Opened(Flows.flow(1, 1)), Flows.changed(1, 2), new FlowEvent.Closed(Flows.flow(1, 3)));

        facts.publish(revisions.get(0));
        facts.publish(new FlowEvent.BodyChunk(1, 0, new byte[0]));
        facts.publish(revisions.get(1));
        facts.publish(new FlowEvent.MessageSeen(new Message(1, 0, 0, Direction.CLIENT_TO_SERVER, new byte[0])));
        facts.publish(revisions.get(2));
        facts.publish(new FlowEvent.Deleted(1));

        assertThat(taken).isEqualTo(revisions);
        assertThat(facts.isRecorded())
                .as("no bytes are copied without a consumer of bytes")
                .isFalse();
    }

    @Test
    void bodiesAreRecordedIfThereIsALosslessConsumer() {
        assertThat(runtime().facts().isRecorded()).isFalse();
        assertThat(runtime(registrar -> registrar.lossless(event -> {})).facts().isRecorded())
                .isTrue();
    }

    @Test
    void closingDeliversTheNewestRevisionOfEachFlowThatIsPending() {
        List<Long> taken = new CopyOnWriteArrayList<>();
        AddonRuntime runtime = runtime(registrar -> registrar.latest(new Registrar.LatestConsumer() {
            @Override
            public void changed(Flow flow) {
                taken.add(flow.id());
            }

            @Override
            public void fellBehind(long changes) {
                taken.add(-changes);
            }
        }));
        for (int i = 1; i <= 50; i++) {
            runtime.changed(Flows.flow(i, 2));
            runtime.facts().publish(new FlowEvent.BodyChunk(i, 0, new byte[0]));
        }

        runtime.close();

        assertThat(taken)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 50).boxed().toList());
    }
}
