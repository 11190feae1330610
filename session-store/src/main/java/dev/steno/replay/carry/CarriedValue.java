package dev.steno.replay.carry;

/**
 * A value that a request took from a response. Immutable.
 *
 * @param use where the request has it, such as {@code header authorization}
 * @param value the recorded one
 * @param source the flow whose response had it
 * @param place where it was in the response, such as {@code json $.token}
 */
public record CarriedValue(String use, String value, long source, String place) {}
