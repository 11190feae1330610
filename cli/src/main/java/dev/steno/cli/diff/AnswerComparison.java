package dev.steno.cli.diff;

import dev.steno.cli.address.SessionAddress.FileAddress;
import dev.steno.cli.terminal.Console;
import dev.steno.compare.ComparedFlow;
import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparisonRules;
import dev.steno.compare.FlowComparison;
import dev.steno.compare.IgnoreRule;
import dev.steno.compare.Ignored;
import dev.steno.compare.UsualNoise;
import dev.steno.diff.DiffSummary;
import dev.steno.diff.FlowDifference;
import dev.steno.exchange.body.EventInjection;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the responses to requests that were sent again with the recorded ones, as {@code steno diff} compares flows;
 * requests are not compared, since they were changed on purpose if at all. For one thread.
 */
public final class AnswerComparison {
    private static final int BATCH = 64;
    private static final Set<String> OF_REQUEST =
            Set.of("request line", "query", "request headers", "request body", "request trailers");

    /**
     * The two sessions, and which of their flows are compared.
     *
     * @param recorded the recorded flows
     * @param answered the flow of each that was sent again, in the same order
     */
    @SuppressWarnings("ArrayRecordComponent") // millions of numbers; compared by nothing
    public record Pairs(
            Path left, SessionReader ofLeft, long[] recorded, Path right, SessionReader ofRight, long[] answered) {}

    private final Pairs pairs;
    private final ComparisonRules rules;
    private final List<IgnoreRule> ignored;
    private final ReplacedValues replaced;
    private final Map<String, Long> parts = new LinkedHashMap<>();
    private long same;
    private long changed;
    private long recoded;

    private AnswerComparison(Pairs pairs, List<IgnoreRule> ignored, ReplacedValues replaced) {
        this.replaced = replaced;
        this.pairs = pairs;
        this.ignored = ignored;
        this.rules = ComparisonRules.differences(Ignored.of(ignored));
    }

    /**
     * Compares, and prints what differs.
     *
     * @param more what is ignored beside the usual noise
     * @param replaced what differs on purpose
     * @param json whether lines of JSON are printed
     * @return whether all are the same
     * @throws IOException if a session cannot be read
     */
    public static boolean print(
            Pairs pairs,
            List<IgnoreRule> more,
            ReplacedValues replaced,
            boolean json,
            Console console,
            Progress progress)
            throws IOException {
        List<IgnoreRule> ignored = new ArrayList<>(UsualNoise.RULES);
        ignored.addAll(more);
        return new AnswerComparison(pairs, ignored, replaced).print(json, console, progress);
    }

    private boolean print(boolean json, Console console, Progress progress) throws IOException {
        Filter all = FilterParser.parseOrAll("");
        List<DiffOptions.Side> sides = List.of(
                new DiffOptions.Side(new FileAddress(pairs.left()), all, ""),
                new DiffOptions.Side(new FileAddress(pairs.right()), all, "replayed"));
        DiffOptions options = new DiffOptions(sides, ignored, false, false, -1, json, null, null, -1);
        DiffSummary summary;
        try (DiffOutput output = json ? new DiffJson(console, options) : new DiffText(console, options)) {
            output.writeHead(sides);
            compare(output, progress);
            summary = new DiffSummary(
                    pairs.recorded().length, pairs.answered().length, same, changed, 0, 0, recoded, 0, parts);
            output.writeEnd(summary);
        }
        console.flushWhileRead();
        return summary.isSame();
    }

    private void compare(DiffOutput output, Progress progress) throws IOException {
        int count = pairs.recorded().length;
        progress.beginStep("comparing", "flows", count);
        for (int from = 0; from < count; from += BATCH) {
            progress.check();
            int to = Math.min(count, from + BATCH);
            Map<Long, Flow> left = flows(pairs.ofLeft(), pairs.recorded(), from, to);
            Map<Long, Flow> right = flows(pairs.ofRight(), pairs.answered(), from, to);
            for (int i = from; i < to; i++) {
                Flow one = left.get(pairs.recorded()[i]);
                Flow other = right.get(pairs.answered()[i]);
                if (one != null && other != null) {
                    compare(one, other, output);
                }
            }
            progress.at(to);
        }
    }

    private static Map<Long, Flow> flows(SessionReader reader, long[] numbers, int from, int to) throws IOException {
        List<Long> wanted = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            wanted.add(numbers[i]);
        }
        Map<Long, Flow> found = new LinkedHashMap<>();
        for (Flow flow : reader.flows(wanted.stream().distinct().sorted().toList())) {
            found.put(flow.id(), flow);
        }
        return found;
    }

    /** Whether it is an event stream that did not end in order: its client left it, for whatever reason it then gave. */
    private static boolean isUnendedStream(Flow flow) {
        return flow.error() != null
                && flow instanceof HttpFlow http
                && http.response() != null
                && EventInjection.isEventStream(http.response());
    }

    private void compare(Flow one, Flow other, DiffOutput output) throws IOException {
        List<ComparedFlow> both =
                List.of(new ComparedFlow(pairs.ofLeft(), one), new ComparedFlow(pairs.ofRight(), other));
        boolean wereLeft = isUnendedStream(one) && isUnendedStream(other);
        List<ComparedPart> ofAnswers = FlowComparison.compare(both, rules).stream()
                .filter(part -> !OF_REQUEST.contains(part.name())
                        && !(wereLeft && part.name().equals("outcome")))
                .toList();
        if (ofAnswers.stream().anyMatch(ComparedPart::differs)) {
            ofAnswers = ReplacedValues.withoutThem(ofAnswers, replaced.between(one, other));
        }
        boolean differs = false;
        for (ComparedPart part : ofAnswers) {
            if (part.differs()) {
                parts.merge(part.name(), 1L, Long::sum);
                differs = true;
            }
        }
        if (differs) {
            changed++;
            output.write(new FlowDifference(FlowDifference.Kind.CHANGED, one, other, ofAnswers));
        } else {
            same++;
            recoded += ofAnswers.isEmpty() ? 0 : 1;
        }
    }
}
