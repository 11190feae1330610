package dev.steno.interop.warc;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.interop.intake.BodyIntake;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.HttpVersions;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.message.LookAheadInput;
import dev.steno.interop.message.RawBody;
import dev.steno.interop.message.RawMessages;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the request and the response of an exchange together: by their ids in either direction, else by URL and time. The half that
 * comes first waits, at most {@value #MOST} of them with {@value #MOST_BYTES} bytes; the eldest then becomes a flow of its own. For one
 * thread.
 */
final class WarcPairs {
    private static final int MOST = 10_000;
    private static final long MOST_BYTES = 32L << 20;

    private final Intake intake;
    private final RawMessages messages;
    private final Map<String, Half> waiting = new LinkedHashMap<>();
    private final Map<String, List<Half>> byTarget = new HashMap<>();
    private final Map<String, Half> byConcurrent = new HashMap<>();
    private long bytes;

    /** A flow of which one record was read. */
    private record Half(WarcHead head, String id, String target, List<String> concurrent, HttpDraft draft, long size) {}

    WarcPairs(Intake intake) {
        this.intake = intake;
        this.messages = new RawMessages(intake);
    }

    /** Reads a request, a response or a revisit. */
    void read(WarcHead head, WarcRecords.Block bytesOfRecord) throws IOException, SkippedEntryException {
        LookAheadInput block = new LookAheadInput(bytesOfRecord, 1 << 13);
        String target = head.target();
        if (!head.isHttp() && !head.isRevisit()) {
            throw new SkippedEntryException(Loss.NOT_HTTP, "a " + head.type() + " of another protocol");
        }
        String id = head.id();
        List<String> concurrent = head.concurrent();
        Half other = partner(head, id, target, concurrent);
        HttpDraft draft = other == null ? intake.draft(head.place()) : other.draft();
        draft.url(target);
        draft.id(); // flows are numbered in the order of their first records
        if (other == null) {
            draft.times(head.time(), Times.UNSET);
        }
        setServer(draft, head);
        long before = block.consumed();
        if (head.isRequest()) {
            readRequest(head, block, draft, target);
        } else {
            readResponse(head, block, draft);
        }
        if (bytesOfRecord.isCut()) {
            markCut(head, draft);
        }
        if (other != null) {
            remove(other);
            draft.add();
            return;
        }
        // the fields and a short body are in memory, a long one is not
        long size = Math.min(64 << 10, block.consumed() - before) + 512;
        add(new Half(head, id, target, concurrent, draft, size));
    }

    private void readRequest(WarcHead head, LookAheadInput block, HttpDraft draft, String target)
            throws IOException, SkippedEntryException {
        RawMessages.Request request = messages.readRequest(block, draft);
        if (request == null) {
            throw new SkippedEntryException(Loss.NO_REQUEST, "an empty request");
        }
        RawMessages.setUrl(draft, request.line(), target);
        if (head.isCut()) {
            markCut(head, draft);
        }
        setVersion(head, draft);
    }

    private void readResponse(WarcHead head, LookAheadInput block, HttpDraft draft)
            throws IOException, SkippedEntryException {
        boolean empty = block.peek(0) < 0;
        Headers fields = head.isHttp() || !empty ? messages.readResponseHead(block, draft) : null;
        if (fields == null) {
            // the archive says that a response passed, if not which
            draft.state(FlowState.COMPLETE);
            if (empty && !head.isRevisit()) {
                draft.lost(Loss.DAMAGED);
            }
        } else if (!head.isRevisit()) {
            RawMessages.setResponseBody(draft, RawBody.read(block, fields, intake));
        }
        if (head.isRevisit()) {
            draft.responseBody(BodyIntake.missing(fields == null ? 0 : length(fields)))
                    .markResponseBody(ImportMarks.MISSING);
            head.payloadDigest().ifPresent(digest -> draft.note("warc.payload-digest", digest));
            head.refersTo().ifPresent(uri -> draft.note("warc.refers-to", uri));
        } else if (head.isCut()) {
            markCut(head, draft);
        }
        setVersion(head, draft);
    }

    private static void markCut(WarcHead head, HttpDraft draft) {
        if (head.isRequest()) {
            draft.markRequestBody(ImportMarks.CUT);
        } else {
            draft.markResponseBody(ImportMarks.CUT);
        }
    }

    /** Adds a record without a request as the response to one. */
    void readResource(WarcHead head, InputStream block) throws IOException, SkippedEntryException {
        HttpDraft draft = intake.draft(head.place());
        draft.url(head.target());
        draft.times(head.time(), Times.UNSET);
        setServer(draft, head);
        draft.response(200, "", null).responseHeaders(Headers.of("Content-Type", head.contentType()));
        RawMessages.setResponseBody(draft, RawBody.read(block, Headers.EMPTY, intake));
        draft.note("import.request", "missing").note("warc.type", "resource").add();
    }

    /** Either record may name the server. */
    private static void setServer(HttpDraft draft, WarcHead head) {
        Tls tls = tls(head);
        String ip = head.address().orElse(null);
        if (tls != null || ip != null) {
            draft.server(null, ip == null ? null : new Endpoint(ip, draft.port()), "", tls);
        }
    }

    private static @Nullable Tls tls(WarcHead head) {
        String version = null;
        for (String each : head.protocols()) {
            if (each.startsWith("tls/") || each.startsWith("ssl/")) {
                version = each.substring(0, 3).toUpperCase(Locale.ROOT) + "v" + each.substring(4);
            }
        }
        String cipher = head.cipher().orElse(null);
        return version == null && cipher == null
                ? null
                : new Tls(Times.UNSET, version, cipher, null, null, List.of(), List.of(), List.of(), null);
    }

    /** Crawlers write the messages of later versions as those of HTTP/1.1. */
    private static void setVersion(WarcHead head, HttpDraft draft) {
        for (String each : head.protocols()) {
            if (each.startsWith("h2")
                    || each.startsWith("h3")
                    || each.startsWith("http/2")
                    || each.startsWith("http/3")) {
                HttpVersions.known(each).ifPresent(used -> draft.version(used).responseVersion(used));
            }
        }
    }

    private static long length(Headers fields) {
        String value = fields.get("Content-Length");
        boolean plain = value != null && value.matches("[0-9]{1,15}");
        return plain && value != null ? Long.parseLong(value) : 0;
    }

    private @Nullable Half partner(WarcHead head, String id, String target, List<String> concurrent) {
        for (String each : concurrent) {
            Half named = waiting.get(each);
            if (named != null && named.head().isRequest() != head.isRequest()) {
                return named;
            }
        }
        Half naming = byConcurrent.get(id);
        if (naming != null && naming.head().isRequest() != head.isRequest()) {
            return naming;
        }
        List<Half> same = byTarget.getOrDefault(target, List.of());
        for (int i = same.size() - 1; i >= 0; i--) {
            Half each = same.get(i);
            boolean unnamed = concurrent.isEmpty() && each.concurrent().isEmpty();
            // some tools name the archive's description in place of the record
            boolean near = unnamed || each.head().time() == head.time();
            if (each.head().isRequest() != head.isRequest()
                    && near
                    && !head.isRevisit()
                    && !each.head().isRevisit()) {
                return each;
            }
        }
        return null;
    }

    private void add(Half half) throws IOException {
        Half before = waiting.put(half.id(), half);
        if (before != null) { // an id that is used twice
            forget(before);
            addUnpaired(before);
        }
        byTarget.computeIfAbsent(half.target(), none -> new ArrayList<>(1)).add(half);
        for (String each : half.concurrent()) {
            byConcurrent.put(each, half);
        }
        bytes += half.size();
        while (waiting.size() > MOST || bytes > MOST_BYTES) {
            Half eldest = waiting.values().iterator().next();
            remove(eldest);
            addUnpaired(eldest);
        }
    }

    private void remove(Half half) {
        waiting.remove(half.id());
        forget(half);
    }

    private void forget(Half half) {
        List<Half> same = byTarget.get(half.target());
        if (same != null) {
            same.removeIf(each -> each == half);
            if (same.isEmpty()) {
                byTarget.remove(half.target());
            }
        }
        for (String each : half.concurrent()) {
            byConcurrent.remove(each, half);
        }
        bytes -= half.size();
    }

    private static void addUnpaired(Half half) throws IOException {
        if (!half.head().isRequest()) {
            half.draft().note("import.request", "missing");
        }
        half.draft().add();
    }

    /** Adds the flows of which only one record was in the archive. */
    void addAll() throws IOException {
        for (Half each : waiting.values()) {
            addUnpaired(each);
        }
        waiting.clear();
        byTarget.clear();
        byConcurrent.clear();
        bytes = 0;
    }
}
