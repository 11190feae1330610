package dev.steno.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.Times;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ListLayoutTest {
    private static final String URL = "https://example.org/a/rather/long/path/that/needs/some/room?query=1234567890";

    @Test
    void theStateIsMarkedWithoutColour() {
        ListLayout layout = new ListLayout(120, false, false);
        assertThat(layout.row(entry(FlowState.FAILED, 200, "relay: the server closed", "/")))
                .contains(" ✗ 200  GET")
                .endsWith("/  relay: the server closed");
        assertThat(layout.row(entry(FlowState.FAILED, 0, "connect: refused", "/")))
                .contains(" ✗      GET");
        assertThat(layout.row(entry(FlowState.INTERRUPTED, 0, null, "/"))).endsWith("/  interrupted");
        assertThat(layout.row(entry(FlowState.OPEN, 0, null, "/"))).contains(" …      GET");
        assertThat(layout.row(entry(FlowState.COMPLETE, 204, null, "/"))).contains(" 204    GET");
    }

    @Test
    void theReasonTakesPlaceFromTheUrlOrHasALineOfItsOwn() {
        ListLayout layout = new ListLayout(140, false, true);
        ListEntry failed = entry(FlowState.FAILED, 0, "connect: connection refused", URL);
        assertThat(layout.row(failed))
                .hasSize(140)
                .contains("https://example")
                .contains("…  connect: connection refused");
        assertThat(layout.rows(failed).lines())
                .satisfiesExactly(
                        row -> assertThat(row).hasSize(140),
                        reason -> assertThat(reason).isEqualTo(" ".repeat(22) + "✗ connect: connection refused"));
    }

    @Test
    void aNarrowTerminalShowsThePathByWhichTheRowsOfASiteDiffer() {
        ListLayout layout = new ListLayout(60, false, false);
        ListEntry complete = entry(FlowState.COMPLETE, 200, null, "http://localhost:3000/api/users/42");
        assertThat(layout.row(complete)).endsWith(" localhost…/api/user…");
        assertThat(layout.rows(complete)).endsWith(" localhost…/api/user…");
        assertThat(layout.row(entry(FlowState.COMPLETE, 200, null, "http://localhost:3000/nope")))
                .endsWith(" localhost:3000/nope");
        assertThat(layout.row(entry(FlowState.FAILED, 0, "connect: refused", "http://localhost:3000/nope")))
                .contains(" ✗ ")
                .endsWith(" localhost:3000/nope");
        assertThat(new ListLayout(78, false, false)
                        .row(entry(FlowState.FAILED, 0, "connect: refused", "http://localhost:3000/reset")))
                .endsWith(" http://localhost:3000/reset");
        assertThat(layout.row(entry(FlowState.FAILED, 0, "connect: refused", "a.test:1")))
                .endsWith(" a.test:1");
        assertThat(new ListLayout(76, false, false).row(entry(FlowState.FAILED, 0, "connect: refused", "a.test:1")))
                .endsWith(" a.test:1  connect: refused");
        assertThat(new ListLayout(90, false, false).row(complete)).endsWith(" http://localhost:3000/api/users/42");
    }

    @Test
    void aWideTerminalShowsLongTypes() {
        ListEntry entry = new ListEntry(
                1, FlowState.COMPLETE, 0, "GET", 200, false, false, 1, 1, "application/octet-stream", "/", null);
        assertThat(new ListLayout(160, false, false).row(entry)).contains(" application/octet-stream ");
        assertThat(new ListLayout(100, false, false).row(entry)).contains(" application/oct… ");
        assertThat(new ListLayout(80, false, false).row(entry)).doesNotContain("application");
    }

    @Property
    void aRowFitsTheTerminal(
            @ForAll @IntRange(min = 78, max = 300) int width,
            @ForAll boolean dates,
            @ForAll FlowState state,
            @ForAll @StringLength(max = 300) String url,
            @ForAll @StringLength(max = 300) String reason) {
        ListLayout layout = new ListLayout(width, false, dates);
        ListEntry entry = entry(state, 200, reason, url);
        assertThat(layout.row(entry)).hasSizeLessThanOrEqualTo(width).doesNotContain("\n");
        assertThat(layout.rows(entry).lines().findFirst().orElseThrow()).hasSizeLessThanOrEqualTo(width);
        assertThat(layout.heading()).hasSizeLessThanOrEqualTo(width);
    }

    @Test
    void whatPassedThroughIsCalledUnreadEvenIfItFailed() {
        ListEntry flow = new ListEntry(
                1, FlowState.FAILED, 0, "tls", 0, false, true, 1, Times.UNSET, null, "example.org:443", "relay: reset");
        assertThat(new ListLayout(120, false, false).row(flow))
                .contains(" unread tls ")
                .endsWith("relay: reset");
    }

    private static ListEntry entry(FlowState state, int status, String reason, String url) {
        return new ListEntry(1, state, 0, "GET", status, false, false, 1, Times.UNSET, null, url, reason);
    }
}
