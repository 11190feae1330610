package dev.steno.fleet.upkeep;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.SharedSchema;
import dev.steno.fleet.server.StoreFailure;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The sessions that have shipped to a shared store. Stateless; blocks. */
public final class StoreRecorders {
    private static final int SILENCE_SECONDS = 300;

    private StoreRecorders() {}

    /**
     * A session.
     *
     * @param recorder the number that its flows' numbers begin with
     * @param name of its file
     * @param host the machine that shipped first
     * @param version of Steno that shipped last
     * @param created when it first shipped
     * @param last when it last shipped a change
     * @param batches the number of its batches
     * @param isBeingRemoved whether its removal has begun, and has not been finished
     */
    public record Listed(
            int recorder,
            String name,
            String host,
            String version,
            Instant created,
            Instant last,
            long batches,
            boolean isBeingRemoved) {}

    /**
     * Returns all, the one that shipped last first.
     *
     * @throws StoreFailure if the store cannot be reached, or is none
     */
    public static List<Listed> list(ServerUrl url) throws StoreFailure {
        return ExistingStore.with(url, SILENCE_SECONDS, connection -> {
            List<Listed> found = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery("SELECT recorder, name, host, version, created, at, batch, part = "
                                    + SharedSchema.REMOVED + " FROM steno.recorder"
                                    + " JOIN steno.progress USING (recorder) ORDER BY at DESC, recorder")) {
                while (rows.next()) {
                    found.add(new Listed(
                            rows.getInt(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getTimestamp(5).toInstant(),
                            rows.getTimestamp(6).toInstant(),
                            rows.getLong(7),
                            rows.getBoolean(8)));
                }
            }
            return found;
        });
    }
}
