package dev.steno.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a session in figures.
 *
 * @param name what people call the session: the path of its file, or the address of a store without its password
 * @param bytes the disk that it takes; of a file, with its write-ahead log
 * @param created when the session was created, in nanoseconds since the epoch; {@link dev.steno.flow.Times#UNSET} if
 *     unknown
 * @param application name and version of the program that created it
 * @param flows number of flows
 * @param byKind number of flows of each kind, {@code http} or {@code tcp}
 * @param byState number of flows in each state, by {@link dev.steno.flow.FlowState#label}
 * @param firstStarted when the earliest flow began, in nanoseconds since the epoch; {@link dev.steno.flow.Times#UNSET}
 *     if there is none
 * @param lastStarted when the latest flow began, in nanoseconds since the epoch; {@link dev.steno.flow.Times#UNSET} if
 *     there is none
 * @param bodyBytes bytes of bodies transferred in both directions
 * @param removed number of flows that were recorded and later removed; of a store, those that its recorders took out of it
 * @param besideBytes bytes of bodies that are stored beside their flows
 * @param recorders who records to the session, as {@link SessionReader#recorders}
 * @param file what only a file has; null for a store
 */
public record SessionInfo(
        String name,
        long bytes,
        long created,
        String application,
        long flows,
        Map<String, Long> byKind,
        Map<String, Long> byState,
        long firstStarted,
        long lastStarted,
        long bodyBytes,
        long removed,
        long besideBytes,
        List<String> recorders,
        @Nullable FileFacts file) {
    public SessionInfo {
        recorders = List.copyOf(recorders);
    }

    /**
     * What only a session file has.
     *
     * @param format version of the file format
     * @param textIndexedTo the highest flow number that the index of texts covers; 0 if there is no index
     */
    public record FileFacts(int format, long textIndexedTo) {}

    /** Returns whether anybody is recording to the session. */
    public boolean isRecorded() {
        return !recorders.isEmpty();
    }
}
