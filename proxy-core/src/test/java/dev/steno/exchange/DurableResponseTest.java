package dev.steno.exchange;

import static dev.steno.exchange.Playbook.error;
import static dev.steno.exchange.Playbook.on;
import static dev.steno.exchange.Playbook.peer;
import static dev.steno.exchange.Playbook.request;
import static dev.steno.exchange.Playbook.response;
import static dev.steno.exchange.Playbook.runtime;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.Recorder;
import dev.steno.addon.Verdict;
import dev.steno.exchange.body.Chunk;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Notes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** If the recorder demands it, no client has a complete response before its flow is durable. */
class DurableResponseTest {
    private final RecordingWire wire = new RecordingWire();
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final List<FlowEvent> facts = new ArrayList<>();
    private final List<CountedChunk> chunks = new ArrayList<>();
    private final Keeper keeper = new Keeper();

    /** A recorder that completes its futures only when the test says so. */
    private static final class Keeper implements Recorder {
        private final Queue<CompletableFuture<Void>> asked = new ArrayDeque<>();
        private @Nullable String refusal;
        private boolean holds = true;

        @Override
        public @Nullable String refusal() {
            return refusal;
        }

        @Override
        public boolean refuses() {
            return refusal != null;
        }

        @Override
        public boolean holdsEnds() {
            return holds;
        }

        @Override
        public CompletionStage<Void> kept() {
            CompletableFuture<Void> kept = new CompletableFuture<>();
            asked.add(kept);
            return kept;
        }
    }

    private HttpExchange exchange(String method, Addon... more) {
        List<Addon> addons = new ArrayList<>(List.of(more));
        addons.add(registrar -> {
            registrar.lossless(facts::add);
            registrar.keepsRecord(keeper);
        });
        return new HttpExchange(
                runtime(addons), wire, loop::add, peer("client", 50_000), request(method, "/"), Notes.NONE);
    }

    private HttpExchange answered(String method) {
        HttpExchange exchange = exchange(method);
        exchange.beginRequest();
        exchange.requestEnd(null);
        exchange.upstreamReady(peer("origin.test", 80));
        turn();
        wire.take();
        return exchange;
    }

    private void turn() {
        for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
            task.run();
        }
    }

    private Chunk chunk(String text) {
        CountedChunk chunk = new CountedChunk(text);
        chunks.add(chunk);
        return chunk;
    }

    /** The calls to the wire since the last call of this method, without flow control. */
    private List<String> told() {
        turn();
        return wire.take().stream()
                .filter(call -> !call.startsWith("read ") && !call.startsWith("hold "))
                .toList();
    }

    private FlowState newest() {
        return facts.stream()
                .filter(FlowEvent.Revision.class::isInstance)
                .map(fact -> ((FlowEvent.Revision) fact).flow().state())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private void keep() {
        keeper.asked.remove().complete(null);
    }

    @Test
    void theLastBytesOfACountedBodyWaitForTheRecord() {
        HttpExchange exchange = answered("GET");
        exchange.responseHead(response(200, "Content-Length", "9"));
        exchange.responseData(chunk("abc"));
        exchange.responseData(chunk("def"));
        exchange.responseData(chunk("ghi"));
        exchange.responseEnd(null);
        assertThat(told()).containsExactly("< 200 {Content-Length: 9}", "<< abc", "<< def");
        assertThat(newest()).isEqualTo(FlowState.COMPLETE);
        keep();
        assertThat(told()).containsExactly("<< ghi", "< end", "done");
    }

    @Test
    void aBodyOfUnknownLengthPassesAsItComesAndOnlyItsEndWaits() {
        HttpExchange exchange = answered("GET");
        exchange.responseHead(response(200));
        exchange.responseData(chunk("event"));
        assertThat(told()).containsExactly("< 200", "<< event");
        exchange.responseEnd(null);
        assertThat(told()).isEmpty();
        keep();
        assertThat(told()).containsExactly("< end", "done");
    }

    @Test
    void theHeadItselfWaitsWhereNoBodyFollows() {
        for (String method : List.of("HEAD", "GET", "POST")) {
            HttpExchange exchange = answered(method);
            exchange.responseHead(
                    method.equals("GET")
                            ? response(204)
                            : response(200, "Content-Length", method.equals("HEAD") ? "9" : "0"));
            exchange.responseEnd(null);
            assertThat(told()).as(method).isEmpty();
            keep();
            assertThat(told()).as(method).hasSize(3).endsWith("< end", "done");
        }
    }

    @Test
    void anAnswerOfAHandlerWaitsToo() {
        HttpExchange exchange = exchange(
                "GET",
                on(
                        Hook.REQUEST_HEAD,
                        (flow, context) -> new Verdict.Answer<>(response(200).withBody(Playbook.body("here")))));
        exchange.beginRequest();
        exchange.requestEnd(null);
        assertThat(told()).containsExactly("< 200 {Content-Length: 4}");
        keep();
        assertThat(told()).containsExactly("<< here", "< end", "done");
    }

    @Test
    void aResponseBeforeTheRequestsEndIsKeptWithoutWaitingForThat() {
        HttpExchange exchange = exchange("POST");
        exchange.beginRequest();
        exchange.upstreamReady(peer("origin.test", 80));
        exchange.requestData(chunk("much"));
        exchange.responseHead(response(413, "Content-Length", "0"));
        told();
        exchange.responseEnd(null);
        assertThat(told()).isEmpty();
        assertThat(facts).last().isInstanceOf(FlowEvent.Changed.class);
        keep();
        assertThat(told()).containsExactly("< 413 {Content-Length: 0}", "< end");
        exchange.requestEnd(null);
        assertThat(told()).containsExactly("> end", "done");
        assertThat(newest()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aClientThatDisconnectsWhileTheEndIsHeldReceivesNothingMore() {
        HttpExchange exchange = answered("GET");
        exchange.responseHead(response(200, "Content-Length", "3"));
        exchange.responseData(chunk("abc"));
        exchange.responseEnd(null);
        assertThat(told()).containsExactly("< 200 {Content-Length: 3}");
        exchange.clientGone(error(FlowError.Step.RELAY, "the client left"));
        assertThat(told()).containsExactly("abort upstream");
        assertThat(chunks).allMatch(CountedChunk::isGone);
        keep();
        assertThat(told()).isEmpty();
    }

    @Test
    void aResponseThatCannotBeRecordedIsNotCompleted() {
        HttpExchange exchange = answered("GET");
        exchange.responseHead(response(200, "Content-Length", "3"));
        exchange.responseData(chunk("abc"));
        exchange.responseEnd(null);
        told();
        keeper.asked.remove().completeExceptionally(new IllegalStateException("lost"));
        assertThat(told()).containsExactly("abort upstream", "abort client");
        assertThat(chunks).allMatch(CountedChunk::isGone);
    }

    @Test
    void anUpgradeIsNotHeldSinceItIsNoEnd() {
        HttpExchange exchange = answered("GET");
        exchange.responseHead(response(101, "Connection", "Upgrade", "Upgrade", "websocket"));
        exchange.responseEnd(null);
        assertThat(told()).hasSize(3).endsWith("< end", "done");
        assertThat(keeper.asked).isEmpty();
    }

    @Test
    void aRequestThatCannotBeRecordedIsRefusedAtOnceAndLeavesNoTrace() {
        keeper.refusal = "the disk is full";
        HttpExchange exchange = exchange("GET");
        exchange.beginRequest();
        exchange.requestEnd(null);
        assertThat(told())
                .anyMatch(call -> call.startsWith("< 503"))
                .anyMatch(call -> call.startsWith("<< <!doctype html>") && call.contains("the disk is full"))
                .endsWith("< end", "done");
        assertThat(facts).isEmpty();
        assertThat(keeper.asked).isEmpty();
    }

    @Test
    void bytesThatAreNoRequestLeaveNoTraceEither() {
        keeper.refusal = "the disk is full";
        HttpExchange exchange = exchange("GET");
        exchange.requestBroken(error(FlowError.Step.REQUEST, "not a request"), 400);
        assertThat(told()).anyMatch(call -> call.startsWith("< 400")).endsWith("< end", "done");
        assertThat(facts).isEmpty();
    }
}
