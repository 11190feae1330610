package dev.steno.store;

import dev.steno.addon.PassThrough;
import dev.steno.filter.Order;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Reads what was committed to a session, while it is being recorded or after. Each call is one short read of the newest
 * state; nothing holds back the writer. Any thread, calls are serialised; they touch the disk, so never on an event loop.
 */
public interface SessionReader extends AutoCloseable {

    /** A flow, whole. */
    Optional<Flow> flow(long id) throws SessionException;

    /** Flows by number, in the order asked for; those that do not exist are left out. */
    List<Flow> flows(List<Long> ids) throws SessionException;

    /**
     * A page of whole flows in the order of their numbers, which is the order in which they began.
     *
     * @param after goes on behind this number; {@link #START} for the first page in either direction
     * @param limit flows at most
     * @param reverse newest first
     */
    List<Flow> page(long after, int limit, boolean reverse) throws SessionException;

    /** A page of rows; as {@link #page}, several times cheaper. */
    List<FlowRow> rows(long after, int limit, boolean reverse) throws SessionException;

    /** A page of flow numbers; as {@link #page}, cheaper still. */
    List<Long> ids(long after, int limit, boolean reverse) throws SessionException;

    /**
     * Hands on the numbers of all flows as ranges without a gap, oldest first. Many short reads, in which numbers are counted
     * and not listed where none is missing: for a session from which little was deleted it makes no garbage.
     *
     * @param cancelled asked between the reads whether nobody wants the rest any more
     * @throws java.util.concurrent.CancellationException once it is cancelled
     */
    void ranges(RangeSink to, BooleanSupplier cancelled) throws SessionException;

    /** Takes ranges of flow numbers. */
    @FunctionalInterface
    interface RangeSink {
        /** Every number from the first to the last is a flow's. */
        void add(long first, long last);
    }

    /** Rows by number, in the order asked for; those that do not exist are left out. */
    List<FlowRow> rows(List<Long> ids) throws SessionException;

    /**
     * Hands on what an order compares of a page of flows, oldest first.
     *
     * @return the number of the last of them; {@code after} where there is none
     */
    long column(Order order, long after, int limit, SortColumn.Sink to) throws SessionException;

    /** The flows that are under way, as far as is durable, oldest first. Reads an index of nothing else. */
    List<Long> openIds() throws SessionException;

    /**
     * A number that is another one after someone else committed to the session. Costs next to nothing; what it says is for
     * this reader alone (https://www.sqlite.org/pragma.html#pragma_data_version).
     */
    long version() throws SessionException;

    /**
     * Looks for flows and hands their numbers over as they are found, in the order of their numbers. Flows are tested as they
     * are when the search comes to them. Many short reads, none of which holds back the writer; other calls of this reader
     * come in between.
     *
     * @param cancelled asked every few milliseconds whether nobody wants the rest any more
     * @throws java.util.concurrent.CancellationException once it is cancelled
     */
    void search(FlowSearch what, FlowSearch.Found<Long> found, BooleanSupplier cancelled) throws SessionException;

    /** As {@link #search}, and hands over the rows of the flows that are found. */
    void searchRows(FlowSearch what, FlowSearch.Found<FlowRow> found, BooleanSupplier cancelled)
            throws SessionException;

    /** Pieces of a raw stream from a place on, in order. */
    List<Message> messages(long flow, long fromSequence, int limit) throws SessionException;

    /**
     * The bytes of a body as they passed, read chunk by chunk. The stream throws {@link SessionException} where bytes that
     * the handle counts are not in the store (yet). It may be read while this reader serves other calls.
     */
    InputStream body(Body body);

    /** What the session holds, in numbers. Reads every row: about 0.2 s for a million flows. */
    SessionInfo info() throws SessionException;

    /** What the session takes up. Known without counting. */
    Usage usage() throws SessionException;

    /**
     * Numbers of flows that have bodies beside them, in their order.
     *
     * @param after goes on behind this number; {@link #START} for the first ones
     */
    List<Long> flowsWithBodies(long after, int limit) throws SessionException;

    /** Whether a process records to the session now. */
    boolean isRecorded();

    /** The highest flow number in the session; 0 where there is none. */
    long lastFlow() throws SessionException;

    /** Which clients are passed through, the earliest first. */
    List<PassThrough> passThroughs() throws SessionException;

    /** How many flows more the session counts than it has; below 0 for fewer. Looks at all rows. */
    long miscounted() throws SessionException;

    /** The options kept with the session, by name. */
    Map<String, String> options() throws SessionException;

    @Override
    void close();

    /** Stands for the place before the first flow, whichever way the pages go. */
    long START = -1;
}
