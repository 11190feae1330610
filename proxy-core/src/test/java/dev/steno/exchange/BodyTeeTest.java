package dev.steno.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.Recorder;
import dev.steno.exchange.body.BodyTee;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.head.Framing;
import dev.steno.flow.Body;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BodyTeeTest {
    private static final int K = 1024;

    private final List<FlowEvent> facts = new ArrayList<>();
    private final Addon recorder = registrar -> registrar.lossless(facts::add);
    private final BodyTee tee = new BodyTee(Playbook.runtime(List.of(recorder)));

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private byte[] stored() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int next = 0;
        for (FlowEvent fact : facts) {
            FlowEvent.BodyChunk chunk = (FlowEvent.BodyChunk) fact;
            assertThat(chunk.sequence()).isEqualTo(next++);
            all.writeBytes(chunk.data());
        }
        return all.toByteArray();
    }

    @Test
    void noBytesAreNoBody() {
        assertThat(tee.finishBody(true)).isEqualTo(Body.NONE);
        assertThat(facts).isEmpty();
    }

    @Test
    void aBodyIsCountedAndNotReadWhereOnlyRevisionsAreAskedFor() {
        BodyTee counting = new BodyTee(Playbook.runtime(List.of(registrar -> registrar.revisions(facts::add))));
        CountedChunk unreadable = new CountedChunk("abc");
        unreadable.release(); // from here on, reading the chunk fails

        assertThat(counting.copyChunk(unreadable)).isFalse();
        assertThat(counting.finishBody(true)).isEqualTo(new Body.Stored(0, 0, 3, true));
        assertThat(facts).isEmpty();
    }

    @Test
    void aBodyOfExactlyTheLimitStaysWithItsFlow() {
        byte[] bytes = bytes(16 * K);

        assertThat(tee.copyChunk(Chunk.of(bytes))).isFalse();
        assertThat(tee.soFar()).isEqualTo(Body.NONE);
        assertThat(tee.finishBody(true)).isEqualTo(new Body.Inline(bytes));
        assertThat(facts).isEmpty();
    }

    @Test
    void aByteMoreThanTheLimitGoesToTheStore() {
        byte[] bytes = bytes(16 * K + 1);

        assertThat(tee.copyChunk(Chunk.of(Arrays.copyOf(bytes, 16 * K)))).isFalse();
        assertThat(tee.copyChunk(Chunk.of(new byte[] {bytes[16 * K]})))
                .as("with this chunk, the body became a stored one")
                .isTrue();
        assertThat(tee.soFar()).isEqualTo(new Body.Stored(1, 0, 16 * K + 1, false));
        assertThat(tee.finishBody(true)).isEqualTo(new Body.Stored(1, 16 * K + 1, 16 * K + 1, true));
        assertThat(stored()).isEqualTo(bytes);
    }

    @Test
    void aLargeBodyIsToldInFullChunksAndOneRest() {
        byte[] bytes = bytes(3 * Body.Stored.CHUNK + 5);

        assertThat(tee.copyChunk(Chunk.of(bytes))).isTrue();
        assertThat(tee.soFar())
                .as("three chunks were published so far")
                .isEqualTo(new Body.Stored(1, 3 * Body.Stored.CHUNK, bytes.length, false));
        assertThat(tee.copyChunk(Chunk.of(new byte[0])))
                .as("the body was already a stored one")
                .isFalse();
        assertThat(tee.finishBody(false)).isEqualTo(new Body.Stored(1, bytes.length, bytes.length, false));
        assertThat(facts)
                .extracting(fact -> ((FlowEvent.BodyChunk) fact).data().length)
                .containsExactly(Body.Stored.CHUNK, Body.Stored.CHUNK, Body.Stored.CHUNK, 5);
        assertThat(stored()).isEqualTo(bytes);
    }

    @Test
    void aBodyThatEndsWithAChunkHasNoEmptyOne() {
        byte[] bytes = bytes(2 * Body.Stored.CHUNK);

        tee.copyChunk(Chunk.of(bytes));

        assertThat(tee.finishBody(true)).isEqualTo(new Body.Stored(1, bytes.length, bytes.length, true));
        assertThat(facts).hasSize(2);
    }

    @Test
    void withoutARecorderOnlyTheSizeIsKnown() {
        BodyTee unrecorded = new BodyTee(Playbook.runtime(List.of()));

        assertThat(unrecorded.copyChunk(Chunk.of(bytes(100 * K)))).isFalse();
        assertThat(unrecorded.finishBody(true)).isEqualTo(new Body.Stored(0, 0, 100 * K, true));
    }

    /** Values for the size hint: correct, absent or wrong. */
    @Property(tries = 300)
    void whatIsRecordedIsWhatPassed(
            @ForAll @Size(max = 12) List<@IntRange(max = 130 * K) Integer> sizes,
            @ForAll @IntRange(max = 2) int hint,
            @ForAll boolean complete) {
        facts.clear();
        BodyTee each = new BodyTee(Playbook.runtime(List.of(recorder)));
        byte[] all = bytes(sizes.stream().mapToInt(Integer::intValue).sum());
        each.expectSize(new long[] {-1, all.length, 100}[hint]);
        int at = 0;
        int left = 0;
        for (int size : sizes) {
            left += each.copyChunk(Chunk.of(Arrays.copyOfRange(all, at, at + size))) ? 1 : 0;
            at += size;
        }
        Body body = each.finishBody(complete);

        assertThat(body.trueSize()).isEqualTo(all.length);
        assertThat(body.size()).isEqualTo(all.length);
        assertThat(left).isEqualTo(all.length > Body.Inline.LIMIT ? 1 : 0);
        if (body instanceof Body.Stored whole) {
            assertThat(whole.complete()).isEqualTo(complete);
            assertThat(stored()).isEqualTo(all);
            for (FlowEvent fact : facts.subList(0, facts.size() - 1)) {
                assertThat(((FlowEvent.BodyChunk) fact).data()).hasSize(Body.Stored.CHUNK);
            }
        } else {
            assertThat(Framing.bytes(body)).isEqualTo(all);
            assertThat(facts).isEmpty();
        }
    }

    private BodyTee limited(long limit) {
        Addon keeper = registrar -> {
            registrar.lossless(facts::add);
            registrar.keepsRecord(new Recorder() {
                @Override
                public @Nullable String refusal() {
                    return null;
                }

                @Override
                public boolean refuses() {
                    return false;
                }

                @Override
                public boolean holdsEnds() {
                    return false;
                }

                @Override
                public @Nullable CompletionStage<Void> kept() {
                    return null;
                }

                @Override
                public long bodyLimit() {
                    return limit;
                }
            });
        };
        return new BodyTee(Playbook.runtime(List.of(keeper)));
    }

    /** For all sizes: the record holds the start up to the limit, and the number of bytes transferred. */
    @Property(tries = 200)
    void aLimitCutsTheRecordAndNotTheCount(
            @ForAll @IntRange(max = 600 * K) int size,
            @ForAll @IntRange(max = 600 * K) int limit,
            @ForAll @IntRange(min = 1, max = 300 * K) int piece) {
        facts.clear();
        byte[] bytes = bytes(size);
        BodyTee cutting = limited(limit);
        boolean left = false;
        for (int from = 0; from < size; from += piece) {
            left |= cutting.copyChunk(Chunk.of(Arrays.copyOfRange(bytes, from, Math.min(size, from + piece))));
        }
        Body body = cutting.finishBody(true);
        assertThat(body.trueSize()).isEqualTo(size);
        assertThat(body.size()).isEqualTo(Math.min(size, limit));
        assertThat(left).isEqualTo(body instanceof Body.Stored stored && stored.id() != 0);
        if (body instanceof Body.Inline inline) {
            assertThat(inline.bytes()).isEqualTo(bytes);
        } else {
            assertThat(stored()).isEqualTo(Arrays.copyOf(bytes, Math.min(size, limit)));
        }
    }
}
