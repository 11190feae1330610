package dev.steno.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.builtin.FlowPrinter.Detail;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Sequences;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlowPrinterTest {
    private static final Peer CLIENT =
            new Peer(1, new Endpoint("127.0.0.1", 4000), null, null, 0, Times.UNSET, Times.UNSET, null, null);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aFlowIsPrintedOnceWhenItHasEnded() {
        FlowPrinter printer = new FlowPrinter(out, false, Detail.LINE);
        printer.changed(http(7, FlowState.OPEN, null, null));
        assertThat(printed()).isEmpty();
        HttpFlow ended = http(7, FlowState.COMPLETE, response("{}"), null);
        printer.changed(ended);
        printer.changed(ended.withNotes(Notes.NONE.withMark("red")));
        printer.changed(http(3, FlowState.COMPLETE, response("later"), null));
        assertThat(printed())
                .isEqualTo("#7 GET https://example.org/a?b 200 application/json 2 B 1.50 s\n"
                        + "#3 GET https://example.org/a?b 200 application/json 5 B 1.50 s\n");
    }

    @Test
    void theLineOfAFailedFlowHasTheReason() {
        FlowPrinter printer = new FlowPrinter(out, false, Detail.LINE);
        printer.changed(http(1, FlowState.FAILED, null, new FlowError(FlowError.Step.SERVER_TLS, "not trusted", 0)));
        assertThat(printed()).isEqualTo("#1 GET https://example.org/a?b 1.50 s failed: server tls: not trusted\n");
    }

    @Test
    void aRawStreamIsPrintedWithBothItsSizes() {
        FlowPrinter printer = new FlowPrinter(out, false, Detail.HEADERS);
        printer.changed(new TcpFlow(
                2,
                1,
                FlowState.COMPLETE,
                0,
                2_000_000,
                CLIENT,
                null,
                new Endpoint("db.example.org", 5432),
                "tcp",
                10,
                2048,
                2,
                0,
                null,
                Notes.NONE));
        assertThat(printed()).isEqualTo("#2 tcp db.example.org:5432 10 B out 2.00 KiB in 2.00 ms\n");
    }

    @Test
    void moreDetailShowsHeadersAndSmallBodies() {
        new FlowPrinter(out, false, Detail.HEADERS).changed(http(1, FlowState.COMPLETE, response("{}"), null));
        assertThat(printed())
                .contains("    GET /a?b HTTP/1.1\n    Host: example.org\n")
                .doesNotContain("{}");
        new FlowPrinter(out, false, Detail.BODIES).changed(http(1, FlowState.COMPLETE, response("{\u0007}"), null));
        assertThat(printed()).contains("    HTTP/1.1 200 OK\n").contains("\n    {\\x07}\n");
    }

    @Test
    void withoutPrintingNothingIsSubscribedTo() {
        try (AddonRuntime runtime = runtime(Detail.NOTHING)) {
            runtime.changed(http(1, FlowState.COMPLETE, response("x"), null));
        }
        assertThat(printed()).isEmpty();
        try (AddonRuntime runtime = runtime(Detail.LINE)) {
            runtime.changed(http(1, FlowState.COMPLETE, response("x"), null));
        }
        assertThat(printed()).hasLineCount(1);
    }

    @Test
    void flowsThatCouldNotBePrintedAreCounted() {
        new FlowPrinter(out, false, Detail.LINE).fellBehind(12_345);
        assertThat(printed()).contains("12,345 flows");
    }

    @Test
    void coloursAreUsedWhereTheyAreShown() {
        new FlowPrinter(out, true, Detail.LINE).changed(http(1, FlowState.COMPLETE, response("x"), null));
        assertThat(printed()).contains("\u001b[32m200\u001b[0m");
    }

    private AddonRuntime runtime(Detail detail) {
        return new AddonRuntime(
                List.of(new FlowPrinter(out, false, detail)),
                new Sequences(),
                new RecordBudget(1 << 20),
                Runnable::run);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static HttpResponse response(String body) {
        return new HttpResponse(
                "HTTP/1.1",
                200,
                "OK",
                Headers.of("Content-Type", "application/json; charset=utf-8"),
                null,
                new Body.Inline(body.getBytes(StandardCharsets.UTF_8)),
                0,
                1);
    }

    private static HttpFlow http(long id, FlowState state, @Nullable HttpResponse response, @Nullable FlowError error) {
        HttpRequest request = new HttpRequest(
                "GET",
                "https",
                "example.org",
                443,
                "/a?b",
                "HTTP/1.1",
                Headers.of("Host", "example.org"),
                null,
                Body.NONE,
                0,
                1);
        long duration = state == FlowState.OPEN ? Times.UNSET : 1_500_000_000L;
        return new HttpFlow(
                id, 2, state, 0, duration, CLIENT, null, request, response, List.of(), error, Notes.NONE, null);
    }
}
