package dev.steno.store;

/**
 * What a session takes up now, known without counting.
 *
 * @param flows how many flows there are
 * @param bytes bytes of the file that are in use; what was removed is used again before the file grows
 */
public record Usage(long flows, long bytes) {}
