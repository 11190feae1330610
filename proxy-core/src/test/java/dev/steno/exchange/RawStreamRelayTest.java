package dev.steno.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.End;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.HoldTerms;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.stream.MessageQueue;
import dev.steno.exchange.stream.RawStreamRelay;
import dev.steno.exchange.stream.StreamWire;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.TcpFlow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RawStreamRelayTest {
    private static final FlowError BROKEN = new FlowError(FlowError.Step.RELAY, "broken", 1);

    private final List<String> calls = new ArrayList<>();
    private final List<FlowEvent> facts = new ArrayList<>();
    private final List<CountedChunk> chunks = new ArrayList<>();
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private RawStreamRelay stream;

    private final StreamWire wire = new StreamWire() {
        @Override
        public void sendData(Direction direction, Chunk chunk) {
            calls.add((direction.isFromClient() ? "> " : "< ") + CountedChunk.text(chunk));
            chunk.release();
        }

        @Override
        public void holdReading(Direction direction, boolean held) {
            calls.add((held ? "hold " : "read ") + (direction.isFromClient() ? "client" : "server"));
        }

        @Override
        public void runLater(Runnable action) {
            throw new AssertionError("a raw stream defers no input to another turn");
        }

        @Override
        public void abortStream(End end) {
            calls.add("abort");
        }
    };

    private RawStreamRelay open(boolean keepMessages, Addon... addons) {
        List<Addon> all = new ArrayList<>(List.of(addons));
        all.add(registrar -> registrar.lossless(facts::add));
        stream = new RawStreamRelay(
                Playbook.runtime(all),
                wire,
                loop::add,
                Playbook.peer("client", 1),
                Playbook.peer("origin.test", 443),
                new Endpoint("origin.test", 443),
                "tcp",
                7,
                keepMessages,
                Notes.NONE);
        stream.publishOpened();
        return stream;
    }

    private void client(String text) {
        data(Direction.CLIENT_TO_SERVER, text);
    }

    private void server(String text) {
        data(Direction.SERVER_TO_CLIENT, text);
    }

    private void data(Direction direction, String text) {
        CountedChunk chunk = new CountedChunk(text);
        chunks.add(chunk);
        stream.relayData(direction, chunk);
    }

    private void runLoop() {
        for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
            task.run();
        }
    }

    private List<String> messages() {
        return facts.stream()
                .filter(FlowEvent.MessageSeen.class::isInstance)
                .map(fact -> ((FlowEvent.MessageSeen) fact).message())
                .map(message ->
                        message.sequence() + (message.direction().isFromClient() ? " > " : " < ") + text(message))
                .toList();
    }

    private static String text(Message message) {
        return new String(message.data(), StandardCharsets.ISO_8859_1);
    }

    private static Verdict<Hook.StreamMessage> saying(Hook.StreamMessage shown, String text) {
        Message message = shown.message();
        return new Verdict.Replace<>(new Hook.StreamMessage(
                shown.flow(),
                new Message(
                        message.flow(),
                        message.sequence(),
                        message.time(),
                        message.direction(),
                        text.getBytes(StandardCharsets.ISO_8859_1))));
    }

    @AfterEach
    void everyChunkOfAClosedStreamIsReleasedOnce() {
        stream.closeFlow(null);
        assertThat(chunks).allMatch(CountedChunk::isGone);
        assertThat(facts.stream().filter(FlowEvent.Closed.class::isInstance)).hasSize(1);
        assertThat(facts.get(facts.size() - 1)).isInstanceOf(FlowEvent.Closed.class);
        List<Integer> revisions = facts.stream()
                .filter(FlowEvent.Revision.class::isInstance)
                .map(fact -> ((FlowEvent.Revision) fact).flow().revision())
                .toList();
        assertThat(revisions)
                .isEqualTo(IntStream.rangeClosed(1, revisions.size()).boxed().toList());
    }

    @Test
    void messagesPassAndAreRecordedInTheirOrder() {
        open(true);

        client("a");
        server("BB");
        client("c");
        stream.closeFlow(null);

        assertThat(calls).containsExactly("> a", "< BB", "> c");
        assertThat(messages()).containsExactly("0 > a", "1 < BB", "2 > c");
        TcpFlow flow = stream.flow();
        assertThat(flow.sentByClient()).isEqualTo(2);
        assertThat(flow.sentByServer()).isEqualTo(2);
        assertThat(flow.messages()).isEqualTo(3);
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.duration()).isNotNegative();
        assertThat(flow.parent()).isEqualTo(7);
    }

    @Test
    void aStreamThatIsOnlyCountedKeepsNoBytesAndAsksNoHandler() {
        open(false, Playbook.on(Hook.MESSAGE, (shown, context) -> new Verdict.Drop<>("never asked")));

        client("abc");
        server("d");

        assertThat(calls).containsExactly("> abc", "< d");
        assertThat(messages()).isEmpty();
        assertThat(stream.flow().sentByClient()).isEqualTo(3);
        assertThat(stream.flow().sentByServer()).isEqualTo(1);
        assertThat(stream.flow().messages()).isZero();
    }

    @Test
    void aLongStreamPublishesItsCountersPeriodically() {
        open(true);

        for (int i = 0; i < 2 * RawStreamRelay.MILESTONE + 1; i++) {
            client("x");
        }

        assertThat(facts.stream()
                        .filter(FlowEvent.Changed.class::isInstance)
                        .map(fact -> ((TcpFlow) ((FlowEvent.Changed) fact).flow()).messages()))
                .containsExactly((long) RawStreamRelay.MILESTONE, 2L * RawStreamRelay.MILESTONE);
    }

    @Test
    void aHandlerReplacesAMessage() {
        open(true, Playbook.on(Hook.MESSAGE, (shown, context) -> saying(shown, text(shown.message()) + "!")));

        client("hi");
        server("yo");

        assertThat(calls).containsExactly("> hi!", "< yo!");
        assertThat(messages()).containsExactly("0 > hi!", "1 < yo!");
        assertThat(stream.flow().sentByClient()).isEqualTo(3);
    }

    @Test
    void aHandlerThatDropsEndsTheStreamWithItsReason() {
        open(
                true,
                Playbook.on(
                        Hook.MESSAGE,
                        (shown, context) ->
                                text(shown.message()).equals("bad") ? new Verdict.Drop<>("not this") : Verdict.pass()));

        client("good");
        client("bad");
        client("late");

        assertThat(calls).containsExactly("> good", "abort");
        assertThat(stream.flow().state()).isEqualTo(FlowState.FAILED);
        assertThat(stream.flow().error().message()).isEqualTo("not this");
        assertThat(stream.flow().error().step()).isEqualTo(FlowError.Step.ADDON);
    }

    @Test
    void aHandlerThatAnswersLaterHoldsItsDirectionAlone() {
        List<CompletableFuture<Verdict<Hook.StreamMessage>>> stages = new ArrayList<>();
        open(
                true,
                registrar -> registrar.onAsync(Hook.MESSAGE, Phase.HOLD, (shown, context) -> {
                    CompletableFuture<Verdict<Hook.StreamMessage>> stage = new CompletableFuture<>();
                    if (shown.message().direction().isFromClient()) {
                        stages.add(stage);
                    } else {
                        stage.complete(Verdict.pass());
                    }
                    return stage;
                }));

        client("1");
        client("2");
        server("free");
        assertThat(calls).containsExactly("hold client", "hold client", "< free");
        assertThat(stages).as("the hook decides on one message at a time").hasSize(1);
        calls.clear();

        stages.get(0).complete(Verdict.pass());
        runLoop();
        assertThat(calls).containsExactly("> 1", "hold client");
        stages.get(1).complete(Verdict.pass());
        runLoop();
        assertThat(calls).containsExactly("> 1", "hold client", "> 2", "read client");
        assertThat(messages()).containsExactly("0 < free", "1 > 1", "2 > 2");
    }

    @Test
    void aQueueThatIsDecidedAtOnceAfterAHoldGoesThroughInOrder() {
        CompletableFuture<Verdict<Hook.StreamMessage>> first = new CompletableFuture<>();
        open(
                true,
                registrar -> registrar.onAsync(
                        Hook.MESSAGE,
                        Phase.HOLD,
                        (shown, context) -> text(shown.message()).equals("0")
                                ? first
                                : CompletableFuture.completedFuture(Verdict.pass())));
        int many = 5_000;

        for (int i = 0; i < many; i++) {
            client(Integer.toString(i));
        }
        calls.clear();
        first.complete(Verdict.pass());
        runLoop();

        assertThat(calls.subList(0, many))
                .isEqualTo(IntStream.range(0, many).mapToObj(i -> "> " + i).toList());
        assertThat(calls.subList(many, calls.size())).containsExactly("read client");
    }

    @Test
    void aStreamThatEndsWhileAMessageIsHeldCancelsTheStageAndReleasesTheChunks() {
        CompletableFuture<Verdict<Hook.StreamMessage>> stage = new CompletableFuture<>();
        open(true, registrar -> registrar.onAsync(Hook.MESSAGE, Phase.HOLD, (shown, context) -> stage));
        client("held");
        client("waiting");
        calls.clear();

        stream.closeFlow(BROKEN);
        runLoop();

        assertThat(stage).isCancelled();
        assertThat(calls).isEmpty();
        assertThat(chunks).allMatch(CountedChunk::isGone);
        assertThat(stream.flow().state()).isEqualTo(FlowState.FAILED);
        assertThat(stream.flow().error()).isEqualTo(BROKEN);
    }

    private void openHolding() {
        open(
                true,
                registrar -> registrar.onAsync(
                        Hook.MESSAGE,
                        Phase.HOLD,
                        (shown, context) -> text(shown.message()).startsWith("held")
                                ? context.hold(shown, new HoldTerms("~tcp"))
                                : CompletableFuture.completedFuture(Verdict.pass())));
    }

    private List<Message.Edit> edits() {
        return facts.stream()
                .filter(FlowEvent.MessageSeen.class::isInstance)
                .map(fact -> ((FlowEvent.MessageSeen) fact).message().edit())
                .toList();
    }

    @Test
    void heldMessagesAreEditedDroppedAndResumedInOrderWithInjectedOnesBehindThem() {
        openHolding();
        client("held 1");
        client("held 2");
        client("held 3");
        client("passes");
        server("free");
        stream.inject(Direction.CLIENT_TO_SERVER, "injected".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(calls).containsExactly("< free", "read client");
        calls.clear();

        stream.holds().edit(1, "edited".getBytes(StandardCharsets.ISO_8859_1));
        stream.holds().drop(2, "ann");
        stream.holds().resumeAll("ann");
        runLoop();

        assertThat(calls)
                .filteredOn(call -> call.startsWith(">"))
                .containsExactly("> edited", "> held 3", "> passes", "> injected");
        assertThat(edits())
                .containsExactly(
                        Message.Edit.NONE,
                        Message.Edit.CHANGED,
                        Message.Edit.DROPPED,
                        Message.Edit.NONE,
                        Message.Edit.NONE,
                        Message.Edit.INJECTED);
    }

    @Test
    void aHalfCloseFollowsTheHeldMessages() {
        openHolding();
        client("held");
        stream.whenDrained(Direction.CLIENT_TO_SERVER, () -> calls.add("end"));
        assertThat(calls).isEmpty();

        stream.holds().resumeAll("ann");
        runLoop();
        assertThat(calls).containsSubsequence("> held", "end");
    }

    @Test
    void messagesThatAreHeldAtTheEndAreUndelivered() {
        openHolding();
        client("held");
        stream.inject(Direction.CLIENT_TO_SERVER, "injected".getBytes(StandardCharsets.ISO_8859_1));
        stream.closeFlow(BROKEN);
        runLoop();

        assertThat(calls).doesNotContain("> held", "> injected");
        assertThat(edits()).containsExactly(Message.Edit.UNDELIVERED, Message.Edit.UNDELIVERED);
        assertThat(stream.holds().isEmpty()).isTrue();
    }

    @Test
    void readingStopsOnceTooMuchIsHeld() {
        openHolding();
        String much = "held " + "x".repeat(MessageQueue.MOST);
        client(much);
        assertThat(calls).containsExactly("hold client");
        stream.holds().resumeAll("ann");
        runLoop();
        assertThat(calls).endsWith("read client");
    }

    @Test
    void chunksAfterTheEndAreReleased() {
        open(true);
        stream.closeFlow(null);

        client("late");

        assertThat(calls).isEmpty();
        assertThat(messages()).isEmpty();
    }

    @Test
    void aConnectionThatFailedIsAFlowWithItsError() {
        open(true);
        List<FlowEvent> told = new ArrayList<>();

        RawStreamRelay.recordFailure(
                Playbook.runtime(List.of(registrar -> registrar.lossless(told::add))),
                Playbook.peer("client", 1),
                null,
                new Endpoint("origin.test", 443),
                "tls",
                BROKEN,
                Notes.NONE);

        assertThat(told).hasSize(2);
        assertThat(told.get(0)).isInstanceOf(FlowEvent.Opened.class);
        assertThat(told.get(1)).isInstanceOfSatisfying(FlowEvent.Closed.class, closed -> {
            assertThat(closed.flow().state()).isEqualTo(FlowState.FAILED);
            assertThat(closed.flow().error()).isEqualTo(BROKEN);
        });
    }
}
