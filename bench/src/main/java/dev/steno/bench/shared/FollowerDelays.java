package dev.steno.bench.shared;

import dev.steno.addon.FlowEvent;
import dev.steno.bench.report.Quantiles;
import dev.steno.bench.report.Report;
import dev.steno.fleet.read.SharedFeed;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.FlowState;
import dev.steno.flow.Times;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** When a follower of a store, such as {@code steno tail}, was told of each ended flow. Any thread. */
final class FollowerDelays implements AutoCloseable {
    private final String store;
    private final SharedFeed feed;
    private final Map<Long, Long> told = new ConcurrentHashMap<>();

    private FollowerDelays(String store, SharedFeed feed) {
        this.store = store;
        this.feed = feed;
    }

    /** Begins to follow a store. */
    static FollowerDelays of(String store) throws IOException {
        FollowerDelays made = new FollowerDelays(store, new SharedFeed(ServerUrl.parse(store), false));
        made.feed.follow(made::told);
        made.feed.start(SharedFeed.INTERVAL);
        return made;
    }

    private void told(FlowEvent event) {
        if (event instanceof FlowEvent.Revision revision && revision.flow().state() != FlowState.OPEN) {
            told.putIfAbsent(revision.flow().id(), Times.now());
        }
    }

    /** Waits until it was told of a number of flows. */
    void await(int flows) throws InterruptedException {
        while (told.size() < flows) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Adds the time from the commit of each flow to a report. */
    void tell(Report report, String column, String part) throws IOException {
        String recorders = told.keySet().stream()
                .map(FlowNumber::recorder)
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        Histogram micros = new Histogram(3_600_000_000L, 3);
        try (Connection connection = StoreServer.open(store);
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            sql.setFetchSize(10_000);
            try (ResultSet row = sql.executeQuery("SELECT recorder, flow,"
                    + " (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint FROM steno.flow"
                    + " WHERE recorder IN (" + recorders + ")")) {
                while (row.next()) {
                    Long at = told.get(FlowNumber.of(row.getInt(1), row.getLong(2)));
                    if (at != null) {
                        micros.recordValue(Math.max(0, at / 1_000 - row.getLong(3)));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
        report.row(Quantiles.delays(new Object[] {column, part}, micros, "load", Quantiles.load()));
    }

    @Override
    public void close() {
        feed.close();
    }
}
