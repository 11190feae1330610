package dev.steno.store;

import dev.steno.addon.PassThrough;
import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.PieceTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Reads what is committed to a session, during or after recording. Each call is one short read of the newest state,
 * unless it says otherwise, and does not delay the writer. Any thread; calls are serialised. Reads the disk, so never
 * on an event loop.
 *
 * <p>What any store promises, whether a file or shared by several recorders: places have one order that never changes; a
 * revision is seen whole, with all data that it names, and through one reader never followed by an older one; a call sees
 * what was committed before it began; of many short reads, a flow that is there all the time is seen once. Nothing follows
 * from numbers unless {@link #isInNumberOrder} (docs/adr/0102).
 *
 * <p>Calls that declare {@link SessionException} throw it if the session cannot be read or a row is damaged.
 */
public interface SessionReader extends BodyReader, AutoCloseable {

    /** Returns a flow; empty if there is none with this number. */
    Optional<Flow> flow(long id) throws SessionException;

    /** Returns the edits of a flow after its exchange, the first one first. */
    List<FlowEdit> edits(long flow) throws SessionException;

    /**
     * Returns a flow as it was before an edit, without its original; empty if there is no such edit.
     *
     * @param number the number of the edit, from 1
     */
    Optional<HttpFlow> beforeEdit(long flow, int number) throws SessionException;

    /** Returns flows by number, in the given order; numbers without a flow are skipped. */
    List<Flow> flows(List<Long> ids) throws SessionException;

    /**
     * Returns whether the order of places is that of the numbers, as in a file. Otherwise flows stand in the order of the
     * times at which they began, and nothing about time follows from a number.
     */
    boolean isInNumberOrder();

    /**
     * Returns a page of flows in the order of their places, which is the order in which they began.
     *
     * @param after the page begins after this place; {@link Place#START} for the first page in either direction
     * @param limit upper bound on the flows returned; a page of large flows may be shorter
     * @param reverse whether the newest flows come first
     */
    List<Flow> page(Place after, int limit, boolean reverse) throws SessionException;

    /** Returns a page of rows; as {@link #page}, but several times cheaper. */
    List<FlowRow> rows(Place after, int limit, boolean reverse) throws SessionException;

    /** Returns a page of places, which tell the numbers of flows; as {@link #page}, but cheaper still. */
    List<Place> places(Place after, int limit, boolean reverse) throws SessionException;

    /** Returns the numbers of a page of flows; as {@link #places}. */
    default List<Long> ids(Place after, int limit, boolean reverse) throws SessionException {
        return places(after, limit, reverse).stream().map(Place::flow).toList();
    }

    /**
     * Passes on the numbers of all flows as ranges without gaps, in any order. Many short reads. A file lists only spans
     * with gaps number by number; in the others, flows are just counted, which allocates nothing.
     *
     * @param cancelled polled between the reads
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    default void ranges(RangeSink to, BooleanSupplier cancelled) throws SessionException {
        Place after = Place.START;
        for (List<Place> page = places(after, PAGE, false); !page.isEmpty(); page = places(after, PAGE, false)) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            page.forEach(place -> to.addRange(place.flow(), place.flow()));
            after = page.get(page.size() - 1);
        }
    }

    /** Places that {@link #ranges} reads at once, unless a store knows better. */
    int PAGE = 5_000;

    /** Receives ranges of flow numbers. */
    @FunctionalInterface
    interface RangeSink {
        /** Receives a range; every number from the first to the last belongs to a flow. */
        void addRange(long first, long last);
    }

    /** Returns rows by number, in the given order; numbers without a flow are skipped. */
    List<FlowRow> rows(List<Long> ids) throws SessionException;

    /**
     * Passes on the values that an order compares, for a page of flows, oldest first.
     *
     * @return the place of the last flow of the page; {@code after} if the page is empty
     */
    Place column(Order order, Place after, int limit, SortColumn.Sink to) throws SessionException;

    /** Passes on the values that an order compares, for flows at places, in any order; places without a flow are skipped. */
    default void columnOf(Order order, List<Place> places, SortColumn.Sink to) throws SessionException {
        flows(places.stream().map(Place::flow).toList())
                .forEach(flow -> to.addValue(flow.id(), SortColumn.of(order, flow)));
    }

    /**
     * Returns columns of the next few thousand flows, oldest first; an order of magnitude cheaper than rows. The block
     * may be empty although it is not the last: {@link ColumnBlock#last} equals the given place at the end.
     *
     * @param columns stored ones
     * @param after the block begins after this place
     */
    ColumnBlock columns(List<FlowColumn> columns, Place after) throws SessionException;

    /** Returns columns of the flows with these numbers; numbers without a flow are skipped. */
    ColumnBlock columnsOf(List<FlowColumn> columns, long[] ids) throws SessionException;

    /** Returns the numbers of the open flows that are durable, oldest first. Reads only a small index. */
    List<Long> openIds() throws SessionException;

    /**
     * Returns a number that changes whenever something was committed to the session by another connection. Very cheap.
     * Comparable only with earlier results of the same reader.
     */
    long version() throws SessionException;

    /**
     * Finds flows and passes on their places during the search, in the order of the places. Each flow is tested in its
     * state when the search reaches it. Many short reads, which do not delay the writer; other calls of this reader may
     * run in between.
     *
     * @param cancelled polled every few milliseconds
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    void search(FlowSearch what, FlowSearch.Found<Place> found, BooleanSupplier cancelled) throws SessionException;

    /**
     * Like {@link #search}, but passes on what an order compares as well. For stores that have no order of numbers, which read
     * both at once; others look up each match.
     */
    default void searchValues(
            FlowSearch what, Order order, FlowSearch.Found<SortColumn.Placed> found, BooleanSupplier cancelled)
            throws SessionException {
        search(
                what,
                new FlowSearch.Found<>() {
                    @Override
                    public boolean accept(Place place) throws SessionException {
                        List<SortColumn.Value> values = new ArrayList<>(1);
                        columnOf(order, List.of(place), (flow, value) -> values.add(value));
                        return values.isEmpty() // removed since
                                || found.accept(new SortColumn.Placed(place, values.get(0)));
                    }

                    @Override
                    public void reached(Place place, double share) {
                        found.reached(place, share);
                    }
                },
                cancelled);
    }

    /** Like {@link #search}, but passes on the rows of the flows. */
    void searchRows(FlowSearch what, FlowSearch.Found<FlowRow> found, BooleanSupplier cancelled)
            throws SessionException;

    /**
     * Returns the pieces in which a chunk of a stored body arrived, together as long as the chunk: a single one if no times
     * were noted, none if there is no such chunk.
     *
     * @param sequence the index of the chunk in the body, from 0
     */
    List<PieceTimes.Piece> pieces(long body, int sequence) throws SessionException;

    /** Returns messages of a raw stream or a WebSocket in order, beginning with a sequence number. */
    List<Message> messages(long flow, long fromSequence, int limit) throws SessionException;

    /**
     * Returns the heads of messages in order, beginning with a sequence number. Checksums are not verified.
     *
     * @param startBytes upper bound on the first bytes of each that are read; 0 is several times cheaper
     */
    List<MessageHead> messageHeads(long flow, long fromSequence, int limit, int startBytes) throws SessionException;

    /** Returns the sequence number after that of the last stored message of a flow; 0 if there is none. */
    long nextMessage(long flow) throws SessionException;

    /** Returns the contents of the session in figures. Reads every row: about 0.2 s for a million flows. */
    SessionInfo info() throws SessionException;

    /** Returns hosts, statuses, errors and the largest flows of the session. Reads every row several times. */
    SessionSummary summary() throws SessionException;

    /** Returns the space in use. Does not count rows. */
    Usage usage() throws SessionException;

    /**
     * Returns numbers of flows whose bodies are stored beside them, ascending.
     *
     * @param after the result begins after the number of this place; {@link Place#START} for the first flows
     */
    List<Long> flowsWithBodies(Place after, int limit) throws SessionException;

    /**
     * Returns who records to the session, by names for people: of a file, the process that has it locked; of a store, the
     * recorders from which anything came in the last minute. Empty if nobody does.
     */
    List<String> recorders();

    /** Returns whether anybody is recording to the session. */
    default boolean isRecorded() {
        return !recorders().isEmpty();
    }

    /**
     * Returns the highest flow number in the session; 0 if there are no flows. It is that of the newest flow only if
     * {@link #isInNumberOrder}.
     */
    long lastFlow() throws SessionException;

    /** Returns which clients are passed through, oldest first; none in a store, since they are the state of one proxy. */
    List<PassThrough> passThroughs() throws SessionException;

    /** Returns the session's flow counter minus its number of flows; 0 in a sound session. Reads all rows of a file. */
    default long miscounted() throws SessionException {
        return 0;
    }

    /** Returns whether a flow has to stay, since the run that records it ships it and has not sent it yet. */
    default boolean awaitsShipping(long flow) throws SessionException {
        return false;
    }

    /**
     * Returns what viewers noted of a flow, the newest first, of which the newest mark and comment are those of the flow; none
     * in a file, where the recorder itself notes what people say.
     */
    default List<GivenNote> notes(long flow) throws SessionException {
        return List.of();
    }

    /** Returns the options stored in the session, by name. */
    Map<String, String> options() throws SessionException;

    /** Returns what the session wants redacted when its flows leave the machine, by specs of redaction rules. */
    List<String> exitRules() throws SessionException;

    @Override
    void close();
}
