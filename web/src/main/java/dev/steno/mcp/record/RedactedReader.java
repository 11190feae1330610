package dev.steno.mcp.record;

import dev.steno.addon.PassThrough;
import dev.steno.filter.Order;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.PieceTimes;
import dev.steno.redact.Redactor;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.MessageHead;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionInfo;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionSummary;
import dev.steno.store.SortColumn;
import dev.steno.store.StoredContent;
import dev.steno.store.Usage;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Reads a session with tokens in place of secrets: flows, rows, bodies and messages. A search tests what this reader shows,
 * so that a filter cannot be used to guess a secret. Columns for statistics and orders are passed on as they are: callers
 * must not ask for the path, the URL, or texts of people. Any thread; calls are serialised by the reader below.
 */
public final class RedactedReader implements SessionReader {
    /** Flows that are read at once; their inline bodies are in memory together. */
    private static final int FEW = 25;

    private final SessionReader recorded;
    private final Redactor redactor;
    private final BodyOwners owners = new BodyOwners();
    private final RedactedMessages messages;

    /** @param recorded is closed with this reader */
    public RedactedReader(SessionReader recorded, Redactor redactor) {
        this.recorded = recorded;
        this.redactor = redactor;
        this.messages = new RedactedMessages(recorded, redactor);
    }

    private Flow shown(Flow flow) {
        owners.add(flow);
        return redactor.redact(flow);
    }

    /** The row of a flow, with the sizes that were recorded. */
    private FlowRow row(Flow flow) {
        return FlowRow.of(redactor.redact(withoutInlineBodies(flow)));
    }

    private static Flow withoutInlineBodies(Flow flow) {
        if (!(flow instanceof HttpFlow http)) {
            return flow;
        }
        HttpFlow bare = http.withRequest(
                http.request().withBody(withoutBytes(http.request().body())));
        return bare.response() == null
                ? bare
                : bare.withResponse(
                        bare.response().withBody(withoutBytes(bare.response().body())));
    }

    private static Body withoutBytes(Body body) {
        return body instanceof Body.Inline ? new Body.Stored(0, 0, body.trueSize(), true) : body;
    }

    @Override
    public Optional<Flow> flow(long id) throws SessionException {
        return recorded.flow(id).map(this::shown);
    }

    @Override
    public List<Flow> flows(List<Long> ids) throws SessionException {
        return recorded.flows(ids).stream().map(this::shown).toList();
    }

    @Override
    public boolean isInNumberOrder() {
        return recorded.isInNumberOrder();
    }

    @Override
    public List<Flow> page(Place after, int limit, boolean reverse) throws SessionException {
        return recorded.page(after, limit, reverse).stream().map(this::shown).toList();
    }

    @Override
    public List<FlowRow> rows(Place after, int limit, boolean reverse) throws SessionException {
        return recorded.page(after, limit, reverse).stream().map(this::row).toList();
    }

    @Override
    public List<FlowRow> rows(List<Long> ids) throws SessionException {
        List<FlowRow> rows = new ArrayList<>(ids.size());
        for (int from = 0; from < ids.size(); from += FEW) {
            recorded.flows(ids.subList(from, Math.min(from + FEW, ids.size()))).forEach(flow -> rows.add(row(flow)));
        }
        return rows;
    }

    @Override
    public Optional<HttpFlow> beforeEdit(long flow, int number) throws SessionException {
        return recorded.beforeEdit(flow, number).map(before -> (HttpFlow) shown(before));
    }

    /** The edits; without what people wrote about them. */
    @Override
    public List<FlowEdit> edits(long flow) throws SessionException {
        return recorded.edits(flow).stream()
                .map(edit -> new FlowEdit(edit.number(), edit.time(), edit.by(), redactor.text(edit.what())))
                .toList();
    }

    @Override
    public InputStream body(Body body) {
        return owners.redacted(body, redactor, recorded.body(body));
    }

    @Override
    public InputStream body(Body body, long offset) throws SessionException {
        return owners.skipped(body(body), offset);
    }

    /** The lengths are those of the recorded bytes. */
    @Override
    public List<PieceTimes.Piece> pieces(long body, int sequence) throws SessionException {
        return recorded.pieces(body, sequence);
    }

    @Override
    public List<Message> messages(long flow, long fromSequence, int limit) throws SessionException {
        return messages.read(flow, fromSequence, limit);
    }

    @Override
    public List<MessageHead> messageHeads(long flow, long fromSequence, int limit, int startBytes)
            throws SessionException {
        return messages.heads(flow, fromSequence, limit, startBytes);
    }

    @Override
    public void search(FlowSearch what, FlowSearch.Found<Place> found, BooleanSupplier cancelled)
            throws SessionException {
        if (ShownFilter.isOpen(what.filter())) {
            recorded.search(what, found, cancelled);
            return;
        }
        FlowSearch candidates = new FlowSearch(ShownFilter.candidates(what.filter()), what.reverse(), what.after());
        ShownFilter filter = new ShownFilter(what.filter(), new StoredContent(this));
        recorded.search(
                candidates,
                new FlowSearch.Found<>() {
                    @Override
                    public boolean accept(Place place) throws SessionException {
                        Flow flow = recorded.flow(place.flow()).orElse(null);
                        return flow == null || !filter.matches(flow, () -> shown(flow)) || found.accept(place);
                    }

                    @Override
                    public void reached(Place place, double share) {
                        found.reached(place, share);
                    }
                },
                cancelled);
    }

    @Override
    public void searchRows(FlowSearch what, FlowSearch.Found<FlowRow> found, BooleanSupplier cancelled)
            throws SessionException {
        search(
                what,
                new FlowSearch.Found<>() {
                    @Override
                    public boolean accept(Place place) throws SessionException {
                        Optional<FlowRow> row = recorded.flow(place.flow()).map(RedactedReader.this::row);
                        return row.isEmpty() || found.accept(row.get());
                    }

                    @Override
                    public void reached(Place place, double share) {
                        found.reached(place, share);
                    }
                },
                cancelled);
    }

    @Override
    public List<Place> places(Place after, int limit, boolean reverse) throws SessionException {
        return recorded.places(after, limit, reverse);
    }

    @Override
    public void ranges(RangeSink to, BooleanSupplier cancelled) throws SessionException {
        recorded.ranges(to, cancelled);
    }

    @Override
    public Place column(Order order, Place after, int limit, SortColumn.Sink to) throws SessionException {
        return recorded.column(order, after, limit, to);
    }

    @Override
    public void columnOf(Order order, List<Place> places, SortColumn.Sink to) throws SessionException {
        recorded.columnOf(order, places, to);
    }

    @Override
    public ColumnBlock columns(List<FlowColumn> columns, Place after) throws SessionException {
        return recorded.columns(columns, after);
    }

    @Override
    public ColumnBlock columnsOf(List<FlowColumn> columns, long[] ids) throws SessionException {
        return recorded.columnsOf(columns, ids);
    }

    @Override
    public List<Long> openIds() throws SessionException {
        return recorded.openIds();
    }

    @Override
    public long version() throws SessionException {
        return recorded.version();
    }

    @Override
    public long nextMessage(long flow) throws SessionException {
        return recorded.nextMessage(flow);
    }

    @Override
    public SessionInfo info() throws SessionException {
        return recorded.info();
    }

    /** Not shown: it has URLs as they were recorded. */
    @Override
    public SessionSummary summary() {
        throw new UnsupportedOperationException("a summary is not redacted");
    }

    @Override
    public Usage usage() throws SessionException {
        return recorded.usage();
    }

    @Override
    public List<Long> flowsWithBodies(Place after, int limit) throws SessionException {
        return recorded.flowsWithBodies(after, limit);
    }

    @Override
    public List<String> recorders() {
        return recorded.recorders();
    }

    @Override
    public long lastFlow() throws SessionException {
        return recorded.lastFlow();
    }

    @Override
    public List<PassThrough> passThroughs() throws SessionException {
        return recorded.passThroughs();
    }

    @Override
    public long miscounted() throws SessionException {
        return recorded.miscounted();
    }

    /** Not shown: options have passwords. */
    @Override
    public Map<String, String> options() {
        throw new UnsupportedOperationException("options are not redacted");
    }

    /** Not shown: a rule may name a secret. */
    @Override
    public List<String> exitRules() {
        throw new UnsupportedOperationException("rules of redaction may name secrets");
    }

    @Override
    public void close() {
        recorded.close();
    }
}
