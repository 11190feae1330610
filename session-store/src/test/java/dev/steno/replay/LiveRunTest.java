package dev.steno.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.command.CommandException;
import dev.steno.filter.FilterParser;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.store.Progress;
import dev.steno.testing.http1.ScriptedOrigin;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Runs with the options of {@code steno replay}, in a Steno that runs. */
class LiveRunTest extends ReplayingProxy {
    private void record(ScriptedOrigin origin, int requests) throws Exception {
        int before = proxy.flows().size();
        for (int i = 1; i <= requests; i++) {
            client().send(get(origin, "/" + i)).response();
        }
        proxy.ended(before + requests);
    }

    @Test
    void requestsAreSentWithTheOptionsOfARun() throws Exception {
        ScriptedOrigin recorded = origin(ScriptedOrigin.answering(OK));
        ScriptedOrigin other = origin(ScriptedOrigin.answering(OK));
        record(recorded, 3);

        ClientReplay.Queued queued = replay.run(
                Roaring64Bitmap.bitmapOf(1, 2, 3),
                RunTexts.read(List.of(
                        "timing=asap",
                        "concurrency=1",
                        "loop=2",
                        "limit=2",
                        "target=http://" + other.authority(),
                        "set=header:X-Run={{counter}}",
                        "set=query:again=1")));
        finished();

        assertThat(queued).isEqualTo(new ClientReplay.Queued(4, List.of()));
        assertThat(sources()).containsExactly(1L, 2L, 1L, 2L);
        assertThat(replayed().stream().map(each -> each.request().headers().get("X-Run")))
                .containsExactly("1", "2", "3", "4");
        assertThat(other.received()).contains("GET /1?again=1 ").contains("GET /2?again=1 ");
        assertThat(recorded.connections())
                .hasSize(3)
                .noneMatch(each -> each.received().contains("again=1"));
    }

    @Test
    void flowsOfAnotherFileAreSentAndNameIt() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        record(origin, 2);
        session.awaitDurable();
        Path copy = folder.resolve("other.steno");
        SessionCopy.save(folder.resolve("s.steno"), copy, FilterParser.parseOrAll(""), false, Progress.NONE);

        replay.run(copy, FilterParser.parse("~u /2$"), RunTexts.read(List.of("rate=100", "loop=3")));
        finished();

        assertThat(sources()).containsExactly(2L, 2L, 2L);
        assertThat(replayed())
                .allSatisfy(each -> assertThat(each.notes().metadata())
                        .containsEntry(Notes.REPLAY_SESSION, copy.toString())
                        .containsKey(Notes.REPLAY_DUE));
    }

    @Test
    void aRunThatWouldNotEndIsCountedAndStopped() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        record(origin, 1);
        replay.run(Roaring64Bitmap.bitmapOf(1), RunTexts.read(List.of("rate=20", "loop=0", "duration=1h")));
        await().until(() -> replayed().size() > 2);

        assertThat(replay.count()).isPositive();
        assertThat(replay.stop()).isPositive();

        assertThat(replay.count()).isZero();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(each -> each.getName().equals("replay-run")));
        List<HttpFlow> sent = replayed();
        assertThat(replay.stop()).isZero();
        assertThat(replayed()).hasSameSizeAs(sent);
    }

    @Test
    void optionsThatAreWrongAreRefused() {
        assertThatThrownBy(() -> RunTexts.read(List.of("pace=1")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("there is no option \"pace\"");
        assertThatThrownBy(() -> RunTexts.read(List.of("loop=2", "loop=3"))).hasMessageContaining("given twice");
        assertThatThrownBy(() -> RunTexts.read(List.of("loop=x"))).isInstanceOf(CommandException.class);
        assertThatThrownBy(() -> RunTexts.read(List.of("per-connection", "new-connections")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("contradict each other");
        assertThatThrownBy(() -> RunTexts.read(List.of("set=header:=1"))).isInstanceOf(CommandException.class);
    }
}
