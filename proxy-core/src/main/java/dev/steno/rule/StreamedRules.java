package dev.steno.rule;

import dev.steno.content.ContentDecoder;
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
import dev.steno.rule.body.JsonPass;
import dev.steno.rule.body.LenientTransform;
import dev.steno.rule.body.PassingChange;
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
import org.jspecify.annotations.Nullable;

/**
 * The rules of {@code modify-body} on a body that passes while it arrives: because it is larger than what is held, or is a
 * stream. For one body; once made, on the thread of its transform.
 */
final class StreamedRules {
    private static final Set<String> PLAYED = Set.of("image", "audio", "video", "font");

    private final int limit;
    private final RuleTrace trace;
    private final Set<Rule> found = new LinkedHashSet<>();
    private final Set<Rule> counted = new HashSet<>(); // of found, those that are in the trace
    private final Set<Rule> failed = new HashSet<>();

    private StreamedRules(long flow, int limit) {
        this.trace = new RuleTrace(flow);
        this.limit = limit;
    }

    /**
     * Why no such rule acts on the body of a message, as a main clause: it is played, a part of another, or consists of
     * messages with lengths, or has a coding that cannot be applied again. Null if they act.
     */
    static @Nullable String whyNone(HttpFlow flow, RulePoint point) {
        HttpResponse response = point == RulePoint.REQUEST ? null : flow.response();
        Headers headers = response == null ? flow.request().headers() : response.headers();
        String type = ContentType.parse(headers.get("Content-Type")).type();
        int slash = type.indexOf('/');
        if (slash > 0 && PLAYED.contains(type.substring(0, slash).toLowerCase(Locale.ROOT))
                || type.startsWith("application/grpc")
                || type.equals("multipart/x-mixed-replace")) {
            return "a body of type " + type + " is not changed while it passes";
        }
        if (response != null && (response.status() == 206 || response.status() == 101)) {
            return "the body of a response with status " + response.status() + " is not changed while it passes";
        }
        return StreamCodings.areKnown(headers)
                ? null
                : "the body passes while it arrives, and its coding "
                        + String.join(", ", ContentDecoder.codings(headers)) + " cannot be applied again";
    }

    /** As {@link #whyNone}, of one rule. */
    static @Nullable String whyNot(Rule rule, HttpFlow flow, RulePoint point) {
        HttpResponse response = point == RulePoint.REQUEST ? null : flow.response();
        Headers headers = response == null ? flow.request().headers() : response.headers();
        boolean json = rule.action() instanceof BodyChange change && !(change.edit() instanceof TextReplacement);
        return json && ContentType.parse(headers.get("Content-Type")).type().equals("text/event-stream")
                ? "an event stream is not JSON; an expression changes the data of its events"
                : whyNone(flow, point);
    }

    /**
     * Makes the transform of a body.
     *
     * @param matching the rules whose filters match, in their order, and that act on the body
     * @param limit the longest JSON value, in chars
     */
    static BodyTransform transform(List<Rule> matching, HttpFlow flow, RulePoint point, int limit) {
        HttpResponse response = point == RulePoint.REQUEST ? null : flow.response();
        Headers headers = response == null ? flow.request().headers() : response.headers();
        return new StreamedRules(flow.id(), limit).transform(matching, headers);
    }

    private BodyTransform transform(List<Rule> matching, Headers headers) {
        List<Rule> rules = new ArrayList<>();
        List<PassingChange> changes = new ArrayList<>();
        for (Rule rule : matching) {
            if (rule.action() instanceof BodyChange change && rule.terms().admit(rule.tally())) {
                try {
                    changes.add(
                            change.edit() instanceof TextReplacement action
                                    ? new TextChange(
                                            action.what(), action.replacement().now(), () -> found.add(rule))
                                    : new JsonPass(
                                            change.edit()::apply,
                                            limit,
                                            () -> found.add(rule),
                                            why -> fail(rule, why)));
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
        return trace.moveTo(notes);
    }

    private void hit(Rule rule) {
        if (counted.add(rule) && !failed.contains(rule)) {
            trace.hit(rule);
        }
    }

    private void fail(Rule rule, String why) {
        if (failed.add(rule)) {
            trace.fail(rule, why);
        }
    }
}
