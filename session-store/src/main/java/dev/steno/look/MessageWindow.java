package dev.steno.look;

import java.util.List;

/**
 * A part of a list of messages. Immutable.
 *
 * @param size of the whole list, as far as it was searched
 * @param from rank of the first row
 * @param searched stored rows, or bytes of an event stream, that the filter has been applied to
 * @param of how many there are; more than {@code searched} if the search goes on with the next call
 */
public record MessageWindow(long size, long from, List<MessageRow> rows, long searched, long of) {}
