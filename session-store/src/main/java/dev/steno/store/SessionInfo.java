package dev.steno.store;

import java.nio.file.Path;
import java.util.Map;

/**
 * The contents of a session in figures.
 *
 * @param file the session file
 * @param fileBytes size of the file and its write-ahead log
 * @param format version of the file format
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
 * @param removed number of flows that were recorded and later removed
 * @param besideBytes bytes of bodies that are stored beside their flows
 * @param textIndexedTo the highest flow number that the index of texts covers; 0 if there is no index
 * @param recording whether a process is recording to the session
 */
public record SessionInfo(
        Path file,
        long fileBytes,
        int format,
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
        long textIndexedTo,
        boolean recording) {}
