package dev.steno.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparedRow;
import dev.steno.compare.ComparisonRules;
import dev.steno.compare.Ignored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Laws that hold for all sessions. */
class DiffLawsTest {
    private static final int TRIES = 40;

    /** An exchange as a value, so that it is recorded again. */
    record Spec(int path, int status, int kind, int seed) {
        Recording.Exchange exchange() {
            Recording.Exchange made = new Recording.Exchange();
            made.url = path < 4 ? "/p" + path : "/items/" + (path * 1000 + seed % 3);
            made.status = status;
            Random random = new Random(seed);
            return switch (kind) {
                case 0 -> made.body("text/plain", "a\nb" + random.nextInt(9) + "\nc");
                case 1 ->
                    made.json("{\"a\":[" + random.nextInt(5) + "," + random.nextInt(5) + "],\"b\":{\"c\":"
                            + random.nextDouble() + "}}");
                case 2 -> made.body("text/html", "<p>" + random.nextInt(9) + "</p><i>x</i>");
                default -> made.bytes("image/png", bytes(random));
            };
        }

        private static byte[] bytes(Random random) {
            byte[] bytes = new byte[random.nextInt(20_000) + 1];
            random.nextBytes(bytes);
            return bytes;
        }
    }

    @Provide
    Arbitrary<Spec> specs() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.of(200, 404, 500),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 50))
                .as(Spec::new);
    }

    @FunctionalInterface
    private interface Check {
        void run(Recording left, Recording right) throws IOException;
    }

    private static void with(List<Spec> left, List<Spec> right, Check check) throws IOException {
        Path folder = Files.createTempDirectory("steno-diff");
        try {
            Recording one = new Recording(folder, "a.steno");
            left.forEach(each -> one.add(each.exchange()));
            Recording other = new Recording(folder, "b.steno");
            right.forEach(each -> other.add(each.exchange()));
            check.run(one, other);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    @Property(tries = TRIES)
    void aSessionEqualsItself(@ForAll @Size(max = 12) List<@From("specs") Spec> flows) throws IOException {
        with(flows, flows, (left, right) -> {
            DiffSummary summary = left.diff(
                            right,
                            ComparisonRules.differences(Ignored.nothing())
                                    .withOrder(true)
                                    .withTiming(0))
                    .summary();
            assertThat(summary.isSame()).isTrue();
            assertThat(summary.same()).isEqualTo(flows.size());
        });
    }

    @Property(tries = TRIES)
    void oneChangeIsFoundAndNothingElse(
            @ForAll @Size(min = 1, max = 12) List<@From("specs") Spec> flows, @ForAll @IntRange(max = 100) int where)
            throws IOException {
        int at = where % flows.size();
        List<Spec> changed = new ArrayList<>(flows);
        Spec old = flows.get(at);
        changed.set(at, new Spec(old.path(), old.status() == 404 ? 410 : 404, old.kind(), old.seed()));
        with(flows, changed, (left, right) -> {
            Recording.Result result = left.diff(right);
            assertThat(result.pairs()).containsExactly((at + 1) + "-" + (at + 1));
            assertThat(result.differences().get(0).parts())
                    .extracting(ComparedPart::name)
                    .containsExactly("status line");
        });
    }

    @Property(tries = TRIES)
    void oneChangedByteOfABodyIsFound(
            @ForAll @Size(min = 1, max = 8) List<@From("specs") Spec> flows, @ForAll @IntRange(max = 100) int where)
            throws IOException {
        int at = where % flows.size();
        with(flows, List.of(), (left, right) -> {
            for (int i = 0; i < flows.size(); i++) {
                Recording.Exchange exchange = flows.get(i).exchange();
                if (i == at) {
                    // within the text of each kind of body, and within a number of JSON
                    exchange.body = exchange.body.clone();
                    int place = flows.get(i).kind() == 1
                            ? new String(exchange.body, StandardCharsets.UTF_8).indexOf('[') + 1
                            : exchange.body.length / 2;
                    exchange.body[place] = exchange.body[place] == '7' ? (byte) '8' : (byte) '7';
                }
                right.add(exchange);
            }
            assertThat(left.diff(right).pairs()).containsExactly((at + 1) + "-" + (at + 1));
        });
    }

    @Property(tries = TRIES)
    void swappedSidesGiveTheMirroredResult(
            @ForAll @Size(max = 12) List<@From("specs") Spec> one,
            @ForAll @Size(max = 12) List<@From("specs") Spec> other)
            throws IOException {
        with(one, other, (left, right) -> {
            Recording.Result forth = left.diff(right);
            Recording.Result back = right.diff(left);
            assertThat(back.summary().same()).isEqualTo(forth.summary().same());
            assertThat(back.summary().added()).isEqualTo(forth.summary().removed());
            assertThat(back.summary().removed()).isEqualTo(forth.summary().added());
            assertThat(values(back, true)).containsExactlyInAnyOrderElementsOf(values(forth, false));
            assertThat(back.pairs().stream()
                            .map(pair -> pair.replaceFirst("(\\d*)-(\\d*)", "$2-$1"))
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(forth.pairs());
        });
    }

    /** The values that differ; not their keys, since an element that one side lacks has the place that it has in the other. */
    private static List<String> values(Recording.Result result, boolean swapped) {
        List<String> values = new ArrayList<>();
        for (FlowDifference difference : result.differences()) {
            for (ComparedPart part : difference.parts()) {
                for (ComparedRow row : part.rows()) {
                    List<String> both = new ArrayList<>(row.values());
                    if (swapped) {
                        Collections.reverse(both);
                    }
                    values.add(part.name() + " " + both);
                }
            }
        }
        return values;
    }

    @Property(tries = TRIES)
    void everyFlowIsInThePairsOrWithoutAPartnerOnce(
            @ForAll @Size(max = 12) List<@From("specs") Spec> one,
            @ForAll @Size(max = 12) List<@From("specs") Spec> other)
            throws IOException {
        with(one, other, (left, right) -> {
            Recording.Result result = left.diff(right);
            DiffSummary sum = result.summary();
            assertThat(sum.same() + sum.changed() + sum.removed()).isEqualTo(one.size());
            assertThat(sum.same() + sum.changed() + sum.added()).isEqualTo(other.size());
            assertThat(result.pairs()).doesNotHaveDuplicates();
        });
    }
}
