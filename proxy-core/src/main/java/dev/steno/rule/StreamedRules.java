package dev.steno.rule;

import dev.steno.content.ContentType;
import dev.steno.content.stream.StreamCodings;
import dev.steno.content.stream.TransformChain;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.rule.action.BodyChange;
import dev.steno.rule.action.RulePoint;
import dev.steno.rule.action.TextReplacement;
import dev.steno.rule.body.LenientTransform;
import dev.steno.rule.body.ReplacedText;
import dev.steno.rule.body.TextChange;
import dev.steno.rule.spec.RuleFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The rules of {@code modify-body} on a body that passes while it arrives: because it is larger than what is held, or is a
 * stream. For one body; once made, on the thread of its transform.
 */
final class StreamedRules {
    private static final Set<String> PLAYED = Set.of("image", "audio", "video", "font");

    private final long flow;
    private final Set<Rule> found = new LinkedHashSet<>();
    private final Set<Rule> counted = new HashSet<>(); // of found, those that are in the tally and in the trace
    private final Set<Rule> failed = new HashSet<>();
    private final List<String> trace = new ArrayList<>();

    private StreamedRules(long flow) {
        this.flow = flow;
    }

    /**
     * Whether such rules act on the body of a message: not if it is played, a part of another, or consists of messages with
     * lengths, or has a coding that cannot be applied again.
     */
    static boolean actOn(HttpFlow flow, RulePoint point) {
        HttpResponse response = point == RulePoint.REQUEST ? null : flow.response();
        Headers headers = response == null ? flow.request().headers() : response.headers();
        String type = ContentType.parse(headers.get("Content-Type")).type();
        int slash = type.indexOf('/');
        return !(slash > 0 && PLAYED.contains(type.substring(0, slash).toLowerCase(Locale.ROOT)))
                && !type.startsWith("application/grpc")
                && !type.equals("multipart/x-mixed-replace")
                && (response == null || response.status() != 206 && response.status() != 101)
                && StreamCodings.areKnown(headers);
    }

    /**
     * Makes the transform of a body.
     *
     * @param matching the rules whose filters match, in their order; those that act on streams are used
     */
    static BodyTransform transform(List<Rule> matching, HttpFlow flow, RulePoint point) {
        HttpResponse response = point == RulePoint.REQUEST ? null : flow.response();
        Headers headers = response == null ? flow.request().headers() : response.headers();
        return new StreamedRules(flow.id()).transform(matching, headers);
    }

    private BodyTransform transform(List<Rule> matching, Headers headers) {
        List<Rule> rules = new ArrayList<>();
        List<TextChange> changes = new ArrayList<>();
        for (Rule rule : matching) {
            if (rule.action() instanceof BodyChange change
                    && change.edit() instanceof TextReplacement action
                    && rule.terms().admit(rule.tally())) {
                try {
                    changes.add(
                            new TextChange(action.what(), action.replacement().now(), () -> found.add(rule)));
                    rules.add(rule);
                } catch (RuleFailure e) {
                    fail(rule, String.valueOf(e.getMessage()));
                }
            }
        }
        BodyTransform text = new ReplacedText(
                changes,
                headers.get("Content-Type"),
                change -> fail(
                        rules.get(changes.indexOf(change)),
                        "the replacement has a character that the charset of the body does not have"));
        BodyTransform coded;
        try {
            coded = StreamCodings.around(text, headers);
        } catch (IOException e) {
            rules.forEach(rule -> fail(rule, String.valueOf(e.getMessage())));
            coded = new TransformChain(List.of());
        }
        return new LenientTransform(
                coded, why -> rules.forEach(rule -> fail(rule, "the body cannot be decoded: " + why)), this::noted);
    }

    private Notes noted(Notes notes) {
        if (counted.size() < found.size()) {
            found.forEach(this::hit);
        }
        if (trace.isEmpty()) {
            return notes;
        }
        Notes with = notes.withRules(trace);
        trace.clear();
        return with;
    }

    private void hit(Rule rule) {
        if (counted.add(rule) && !failed.contains(rule)) {
            rule.tally().hit();
            trace.add(rule.name());
        }
    }

    private void fail(Rule rule, String why) {
        if (failed.add(rule)) {
            rule.tally().failed(rule.name(), flow, why);
            trace.add("!" + rule.name());
        }
    }
}
