package dev.steno.web.flows;

import dev.steno.compare.ComparisonRules;
import dev.steno.compare.IgnoreRule;
import dev.steno.diff.DiffSide;
import dev.steno.diff.DiffSummary;
import dev.steno.diff.DifferenceJson;
import dev.steno.diff.SessionDiff;
import dev.steno.json.Json;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.store.WorkStopped;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * A comparison of two selections whose flows are paired, and which is written line by line while it goes on. A slow client
 * costs no memory. For one thread, which writes or closes it.
 */
final class DiffLines implements ApiResponse.Body, AutoCloseable {
    /**
     * What is compared, and what is written of it.
     *
     * @param a selects the flows of the left side, as it was given
     * @param b selects those of the right side
     * @param skip differing flows that are not written before the first one that is
     * @param limit upper bound on the differing flows that are written; all are counted
     * @param values upper bound on the values of a part
     * @param length upper bound on the characters of a value
     */
    record Wanted(
            String a,
            DiffSide.Choice ofA,
            String b,
            DiffSide.Choice ofB,
            ComparisonRules rules,
            long skip,
            long limit,
            long values,
            int length) {
        List<IgnoreRule> ignored() {
            return rules.ignored().rules();
        }
    }

    private final Wanted wanted;
    private final String file;
    private final SessionReader left;
    private final SessionReader right;
    private final SessionDiff diff;
    private long found;

    private DiffLines(Wanted wanted, String file, SessionReader left, SessionReader right, SessionDiff diff) {
        this.wanted = wanted;
        this.file = file;
        this.left = left;
        this.right = right;
        this.diff = diff;
    }

    /**
     * Pairs the flows.
     *
     * @param most upper bound on the flows of a side
     * @throws dev.steno.diff.LargeSideException if there are more
     * @throws WorkStopped if the client has left
     */
    static DiffLines pair(RecordedSession session, Wanted wanted, int most, Progress progress) throws IOException {
        Path file = session.place();
        SessionReader left = session.reader();
        SessionReader right = null;
        DiffLines lines = null;
        try {
            right = session.reader();
            SessionDiff diff = SessionDiff.pair(
                    new DiffSide(file, left, wanted.ofA()),
                    new DiffSide(file, right, wanted.ofB()),
                    wanted.rules(),
                    most,
                    progress);
            lines = new DiffLines(wanted, file.toString(), left, right, diff);
            return lines;
        } finally {
            if (lines == null) {
                left.close();
                if (right != null) {
                    right.close();
                }
            }
        }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (JsonGenerator json = Json.on(out)) {
            DifferenceJson objects = new DifferenceJson(json, wanted.values(), wanted.length());
            objects.writeHead(
                    new DifferenceJson.SideName(file, wanted.a()),
                    new DifferenceJson.SideName(file, wanted.b()),
                    wanted.ignored());
            end(json);
            DiffSummary summary = diff.compare(difference -> {
                found++;
                if (found > wanted.skip() && found - wanted.skip() <= wanted.limit()) {
                    objects.write(difference);
                    end(json);
                }
            });
            objects.writeSummary(summary);
            end(json);
        } catch (WorkStopped e) {
            throw new IOException("the client closed the connection", e);
        } finally {
            close();
        }
    }

    private static void end(JsonGenerator json) {
        json.writeRaw('\n');
        json.flush();
    }

    @Override
    public void close() {
        diff.close();
        left.close();
        right.close();
    }
}
