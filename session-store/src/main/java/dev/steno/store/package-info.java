/**
 * The interface between the recorder and the store: what a store does, what a reader returns, and the values passed
 * between them. Another kind of store implements this package without knowing the recorder.
 *
 * <p>Threads: values are immutable; each interface says which thread calls it. Uses the domain, the filter, the facts
 * of {@code addon} and the index of {@code search}; never {@code session} or {@code sqlite}.
 */
@NullMarked
package dev.steno.store;

import org.jspecify.annotations.NullMarked;
