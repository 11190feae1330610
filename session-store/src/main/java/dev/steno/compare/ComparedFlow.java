package dev.steno.compare;

import dev.steno.flow.Flow;
import dev.steno.store.SessionReader;

/**
 * A flow that is compared with others.
 *
 * @param reader reads its session
 */
public record ComparedFlow(SessionReader reader, Flow flow) {}
