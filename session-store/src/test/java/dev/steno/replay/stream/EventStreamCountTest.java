package dev.steno.replay.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events are counted as a browser dispatches them (HTML, 9.2.6), however their bytes are cut. */
class EventStreamCountTest {
    private static long count(byte[] stream, int piece, String... fields) throws IOException {
        EventStreamCount count = new EventStreamCount(Headers.of(fields));
        for (int at = 0; at < stream.length; at += piece) {
            count.take(java.util.Arrays.copyOfRange(stream, at, Math.min(stream.length, at + piece)));
        }
        count.close();
        return count.count();
    }

    @ParameterizedTest
    @CsvSource({
        "'data: 1NN', 1",
        "'data: 1N', 0",
        "'data:1Ndata:2NN', 1",
        "'dataNN', 1",
        "'data NN', 0",
        "'datas: 1NN', 0",
        "': commentNN', 0",
        "'id: 7NN', 0",
        "'event: endNid: 7NN', 0",
        "'event: endNdata: 1Nid: 7NN', 1",
        "'NNNdata: 1NNNNdata: 2NN', 2",
        "' data: 1NN', 0",
        "'xdata: 1NN', 0",
        "'dat: 1NN', 0",
        "'data: a:data: bNN: xNNdata:NN', 2"
    })
    void aBlockOfLinesIsAnEventIfOneOfThemHasData(String lines, long events) throws IOException {
        for (String end : new String[] {"\n", "\r", "\r\n"}) {
            byte[] stream = lines.replace("N", end).getBytes(StandardCharsets.UTF_8);
            assertThat(count(stream, 1_000)).isEqualTo(events);
            assertThat(count(stream, 1)).isEqualTo(events);
            assertThat(count(stream, 3)).isEqualTo(events);
        }
    }

    @Test
    void eventsWithinAContentCodingAreCountedAsSoonAsTheirBytesAreThere() throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        GZIPOutputStream gzip = new GZIPOutputStream(coded, true);
        gzip.write("data: 1\n\ndata: 2\n\n".getBytes(StandardCharsets.UTF_8));
        gzip.flush();

        assertThat(count(coded.toByteArray(), 1, "Content-Encoding", "gzip")).isEqualTo(2);
        assertThat(count(coded.toByteArray(), 4_096, "Content-Encoding", "gzip"))
                .isEqualTo(2);
    }

    @Test
    void anUnknownCodingIsTold() {
        assertThatThrownBy(() -> new EventStreamCount(Headers.of("Content-Encoding", "rot13")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("content coding");
    }
}
