package dev.steno.view;

import dev.steno.addon.PassThrough;
import dev.steno.filter.Match;
import dev.steno.filter.Order;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.PieceTimes;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Several session files as one store: their flows under numbers of their recorders, which are 1 and up, in the order of the
 * times at which they began. For sessions of a few thousand HTTP flows.
 */
final class MergedReader implements SessionReader {
    private static final Comparator<Place> BY_TIME =
            Comparator.comparingLong(Place::started).thenComparingLong(Place::flow);

    private final List<SessionReader> files;

    MergedReader(List<SessionReader> files) {
        this.files = files;
    }

    /** The flow under its number in the store. */
    static HttpFlow shared(int recorder, Flow flow) {
        HttpFlow http = (HttpFlow) flow;
        return new HttpFlow(
                FlowNumber.of(recorder, http.id()),
                http.revision(),
                http.state(),
                http.started(),
                http.duration(),
                http.client(),
                http.server(),
                http.request(),
                http.response(),
                http.interim(),
                http.error(),
                http.notes(),
                http.original());
    }

    private List<Flow> all(boolean reverse) throws SessionException {
        List<Flow> all = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            for (Flow flow : files.get(i).page(Place.START, Integer.MAX_VALUE, false)) {
                all.add(shared(i + 1, flow));
            }
        }
        Comparator<Flow> order = Comparator.comparing(Place::of, BY_TIME);
        all.sort(reverse ? order.reversed() : order);
        return all;
    }

    @Override
    public boolean isInNumberOrder() {
        return false;
    }

    @Override
    public List<Flow> page(Place after, int limit, boolean reverse) throws SessionException {
        return all(reverse).stream()
                .filter(flow -> after.isStart() || (BY_TIME.compare(Place.of(flow), after) > 0) != reverse)
                .filter(flow -> !Place.of(flow).equals(after))
                .limit(limit)
                .toList();
    }

    @Override
    public List<FlowRow> rows(Place after, int limit, boolean reverse) throws SessionException {
        return page(after, limit, reverse).stream().map(FlowRow::of).toList();
    }

    @Override
    public List<Place> places(Place after, int limit, boolean reverse) throws SessionException {
        return page(after, limit, reverse).stream().map(Place::of).toList();
    }

    @Override
    public Optional<Flow> flow(long id) throws SessionException {
        int recorder = FlowNumber.recorder(id);
        return recorder < 1 || recorder > files.size()
                ? Optional.empty()
                : files.get(recorder - 1).flow(FlowNumber.local(id)).map(flow -> shared(recorder, flow));
    }

    @Override
    public List<Flow> flows(List<Long> ids) throws SessionException {
        List<Flow> flows = new ArrayList<>();
        for (long id : ids) {
            flow(id).ifPresent(flows::add);
        }
        return flows;
    }

    @Override
    public List<FlowRow> rows(List<Long> ids) throws SessionException {
        return flows(ids).stream().map(FlowRow::of).toList();
    }

    @Override
    public void search(FlowSearch what, FlowSearch.Found<Place> found, BooleanSupplier cancelled)
            throws SessionException {
        StoredContent content = new StoredContent(this);
        List<Flow> flows = page(what.after(), Integer.MAX_VALUE, what.reverse());
        for (int i = 0; i < flows.size(); i++) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            Place place = Place.of(flows.get(i));
            if (what.filter().test(flows.get(i), content) == Match.YES && !found.accept(place)) {
                return;
            }
            found.reached(place, (i + 1.0) / flows.size());
        }
    }

    @Override
    public void searchRows(FlowSearch what, FlowSearch.Found<FlowRow> found, BooleanSupplier cancelled)
            throws SessionException {
        search(what, place -> found.accept(FlowRow.of(flow(place.flow()).orElseThrow())), cancelled);
    }

    @Override
    public void columnOf(Order order, List<Place> places, SortColumn.Sink to) throws SessionException {
        flows(places.stream().map(Place::flow).toList())
                .forEach(flow -> to.addValue(flow.id(), SortColumn.of(order, flow)));
    }

    @Override
    public Place column(Order order, Place after, int limit, SortColumn.Sink to) throws SessionException {
        List<Flow> flows = page(after, limit, false);
        flows.forEach(flow -> to.addValue(flow.id(), SortColumn.of(order, flow)));
        return flows.isEmpty() ? after : Place.of(flows.get(flows.size() - 1));
    }

    @Override
    public Usage usage() throws SessionException {
        return new Usage(all(false).size(), 0);
    }

    @Override
    public long lastFlow() throws SessionException {
        return all(false).stream().mapToLong(Flow::id).max().orElse(0);
    }

    @Override
    public List<Long> openIds() {
        throw unused();
    }

    @Override
    public long version() {
        throw unused();
    }

    @Override
    public List<FlowEdit> edits(long flow) {
        throw unused();
    }

    @Override
    public Optional<HttpFlow> beforeEdit(long flow, int number) {
        throw unused();
    }

    @Override
    public ColumnBlock columns(List<FlowColumn> columns, Place after) {
        throw unused();
    }

    @Override
    public ColumnBlock columnsOf(List<FlowColumn> columns, long[] ids) {
        throw unused();
    }

    @Override
    public List<PieceTimes.Piece> pieces(long body, int sequence) {
        throw unused();
    }

    @Override
    public List<Message> messages(long flow, long fromSequence, int limit) {
        throw unused();
    }

    @Override
    public List<MessageHead> messageHeads(long flow, long fromSequence, int limit, int startBytes) {
        throw unused();
    }

    @Override
    public long nextMessage(long flow) {
        throw unused();
    }

    @Override
    public SessionInfo info() {
        throw unused();
    }

    @Override
    public SessionSummary summary() {
        throw unused();
    }

    @Override
    public List<Long> flowsWithBodies(Place after, int limit) {
        throw unused();
    }

    @Override
    public List<String> recorders() {
        throw unused();
    }

    @Override
    public List<PassThrough> passThroughs() {
        return List.of();
    }

    @Override
    public Map<String, String> options() {
        return Map.of();
    }

    @Override
    public List<String> exitRules() {
        return List.of();
    }

    @Override
    public InputStream body(Body body) {
        return Objects.requireNonNull(files.get(0)).body(body);
    }

    @Override
    public InputStream body(Body body, long offset) throws SessionException {
        return files.get(0).body(body, offset);
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("not read by views");
    }

    @Override
    public void close() {
        files.forEach(SessionReader::close);
    }
}
