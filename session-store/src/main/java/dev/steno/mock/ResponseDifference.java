package dev.steno.mock;

import dev.steno.compare.ComparedFlow;
import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparedRow;
import dev.steno.compare.ComparisonRules;
import dev.steno.compare.FlowComparison;
import dev.steno.compare.Ignored;
import dev.steno.compare.UsualNoise;
import dev.steno.flow.HttpFlow;
import dev.steno.mock.index.Recordings;
import dev.steno.session.Session;
import dev.steno.store.SessionReader;
import dev.steno.text.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How a response differs from the recorded one, as an annotation of its flow. Stateless; blocks. */
final class ResponseDifference {
    /** Upper bound on the differences that are named. */
    private static final int NAMED = 8;

    private ResponseDifference() {}

    /**
     * Notes how the response of a flow of the session in use differs from that of the last recorded flow.
     *
     * @throws IOException if a session cannot be read
     */
    static void note(Recordings recordings, MockRun.Found found, HttpFlow flow, Session session) throws IOException {
        long ref = found.refs()[found.refs().length - 1];
        HttpFlow recorded = recordings.flow(ref).orElse(null);
        if (recorded == null) {
            return;
        }
        String told;
        try (SessionReader reader = session.reader()) {
            List<ComparedFlow> two = List.of(
                    new ComparedFlow(recordings.session(ref).reader(), recorded.withRequest(flow.request())),
                    new ComparedFlow(reader, flow));
            ComparisonRules rules = ComparisonRules.differences(Ignored.of(UsualNoise.RULES));
            told = text(recordings.name(ref), FlowComparison.compare(two, rules));
            session.edit(flow.id(), notes -> notes.withMetadata(AnswerMaker.NOTE, told), reader);
        }
    }

    private static String text(String name, List<ComparedPart> parts) {
        List<String> named = new ArrayList<>();
        int more = 0;
        for (ComparedPart part : parts) {
            if (part.name().startsWith("request") || part.name().equals("outcome")) {
                continue;
            }
            for (ComparedRow row : part.rows()) {
                if (row.same()) {
                    continue;
                }
                if (named.size() == NAMED) {
                    more++;
                } else {
                    named.add(part.name() + " " + row.key() + ": recorded "
                            + row.values().get(0) + ", now " + row.values().get(1));
                }
            }
        }
        String all = named.isEmpty()
                ? "the response is that of " + name
                : "the response differs from that of " + name + ": " + String.join("; ", named);
        return Printable.line(all + (more == 0 ? "" : "; and " + more + " more"));
    }
}
