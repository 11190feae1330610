package dev.steno.store;

/**
 * The space that a session uses, known without counting rows.
 *
 * @param flows number of flows
 * @param bytes bytes in use within the file; the space of removed rows is reused before the file grows
 */
public record Usage(long flows, long bytes) {}
