package dev.steno.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.filter.ContentSource;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Body;
import dev.steno.flow.HttpFlow;
import dev.steno.session.Flows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PostingsTest {
    @Test
    void everyListComesBackWhetherSparseOrDense() {
        Random random = new Random(1);
        int flows = TextChunkBuilder.FLOWS;
        List<List<Integer>> lists = new ArrayList<>();
        int[] starts = new int[Trigrams.BUCKETS + 1];
        for (int bucket = 0; bucket < Trigrams.BUCKETS; bucket++) {
            List<Integer> list = new ArrayList<>();
            int share = bucket % 1000 == 0 ? 1 : bucket % 7 == 0 ? 300 : 0;
            for (int flow = 0; share > 0 && flow < flows; flow++) {
                if (random.nextInt(share) == 0) {
                    list.add(flow);
                }
            }
            lists.add(list);
            starts[bucket + 1] = starts[bucket] + list.size();
        }
        short[] places = new short[starts[Trigrams.BUCKETS]];
        int at = 0;
        for (List<Integer> list : lists) {
            for (int flow : list) {
                places[at++] = (short) flow;
            }
        }
        List<byte[]> rows = Postings.rows(starts, places, flows);
        assertThat(rows).hasSize(Postings.ROWS);
        for (int bucket = 0; bucket < Trigrams.BUCKETS; bucket++) {
            int[] read = Postings.read(rows.get(Postings.row(bucket)), bucket).stream()
                    .toArray();
            assertThat(read)
                    .containsExactly(lists.get(bucket).stream()
                            .mapToInt(Integer::intValue)
                            .toArray());
        }
    }

    @Test
    void numbersAscendingComeBack() {
        for (long[] numbers : new long[][] {{}, {0}, {1, 2, 3, 1000, 1_000_000}, {0, Long.MAX_VALUE}}) {
            assertThat(DistanceCodec.decode(DistanceCodec.encode(numbers))).isEqualTo(numbers);
        }
    }

    @Test
    void aChunkLeadsToTheFlowsThatHoldAText() {
        assertThat(found("~b 'needle in'")).containsExactly(2L);
        assertThat(found("~b NEEDLE ~h text/plain")).containsExactly(2L, 4L);
        assertThat(found("~b needle | ~u items/3")).containsExactly(2L, 3L, 4L);
        assertThat(found("~b 'ne+dle (in|out)'")).containsExactly(2L, 4L);
        assertThat(found("host = EXAMPLE.test !~b needle")).containsExactly(1L, 2L, 3L, 4L);
        assertThat(found("~b 'город'")).containsExactly(3L);
        assertThat(found("!(~u items | ~b x) | !(~b x | !~u items/1)")).isNull();
        assertThat(found("!(!~u items/1 | ~b x)")).containsExactly(1L);
    }

    @Test
    void whereATextIsTooShortOrNotIndexedTheIndexSaysNothing() {
        for (String filter : new String[] {
            "~b ne", "~b n.e.e", "!~b needle", "~e", "~b needle | ~e", "mark = needle", "~b größe", "status = 200"
        }) {
            assertThat(IndexQuery.of(FilterParser.parse(filter))).as(filter).isNull();
        }
    }

    @Test
    void aFlowWithMoreTextThanIsIndexedMayHoldAnything() {
        TextChunkBuilder builder = new TextChunkBuilder(ContentSource.NONE);
        builder.addFlow(Flows.complete(1));
        builder.addFlow(
                Flows.complete(2, new Body.Stored(1, 10_000_000, 10_000_000, true))); // the content source lacks it
        builder.addUnread(5);
        assertThat(builder.build().partial()).containsExactly(1, 2);
    }

    @Test
    void aChunkIsFullBeforeItsFlowsFillTheHeap() {
        TextChunkBuilder builder = new TextChunkBuilder(ContentSource.NONE);
        byte[] noise = new byte[Body.Inline.LIMIT];
        Random random = new Random(2);
        int flows = 0;
        while (!builder.isFull()) {
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (byte) (' ' + random.nextInt(90));
            }
            builder.addFlow(Flows.complete(++flows, new Body.Inline(noise.clone())));
        }
        assertThat(flows).isBetween(50, 200);
        assertThat(builder.build().flows()).hasSize(flows);
    }

    private static List<Long> found(String filter) {
        TextChunkBuilder builder = new TextChunkBuilder(ContentSource.NONE);
        builder.addFlow(Flows.complete(1));
        builder.addFlow(with(2, "a needle in a haystack"));
        builder.addFlow(with(3, "ein Город, ein nee"));
        builder.addFlow(with(4, "the Needle out"));
        TextChunk chunk = builder.build();
        IndexQuery question = IndexQuery.of(FilterParser.parse(filter));
        return question == null
                ? null
                : question.places(row -> Objects.requireNonNull(chunk.rows().get(row))).stream()
                        .mapToObj(place -> chunk.flows()[place])
                        .toList();
    }

    private static HttpFlow with(long id, String body) {
        return Flows.complete(id, new Body.Inline(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aTextHasTheTrigramsOfEachTextInIt() {
        Trigrams whole = new Trigrams();
        whole.addText("Some \u212Aelvin \u00e9t\u00e9 Город");
        assertThat(numbers(whole)).containsAll(numbers("kelvin")).containsAll(numbers("ГОРОД"));
        assertThat(numbers("ét é\nab\tcd")).isEmpty();
        whole.clear();
        assertThat(whole.size()).isZero();
    }

    private static List<Integer> numbers(String text) {
        Trigrams trigrams = new Trigrams();
        trigrams.addText(text);
        return numbers(trigrams);
    }

    private static List<Integer> numbers(Trigrams trigrams) {
        return Arrays.stream(trigrams.toArray()).boxed().toList();
    }
}
