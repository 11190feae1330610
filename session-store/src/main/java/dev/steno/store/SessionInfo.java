package dev.steno.store;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a session holds, in numbers.
 *
 * @param file the session's file
 * @param fileBytes its size, with what was committed but not yet moved into it
 * @param format the version of the file format
 * @param created when it was made, nanoseconds since the epoch; {@link dev.steno.flow.Times#UNSET} where it does not say
 * @param application the program that made it, with its version
 * @param flows how many flows
 * @param byKind how many of each kind, {@code http} or {@code tcp}
 * @param byState how many in each state, by {@link dev.steno.flow.FlowState#label}
 * @param firstStarted when the earliest flow began; {@link dev.steno.flow.Times#UNSET} where there is none
 * @param lastStarted when the latest flow began; {@link dev.steno.flow.Times#UNSET} where there is none
 * @param bodyBytes bytes of body that passed, both directions
 * @param removed how many flows were recorded and removed since
 * @param besideBytes bytes of bodies that are kept beside their flows
 * @param textIndexedTo the index of texts covers the flows up to this number; 0 where there is none
 * @param recording whether a process is recording to it now
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
