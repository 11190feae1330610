/**
 * The boundary between a session and the place where it is kept: what a store can do, what a reader gives, and the values
 * that pass between them. A second kind of store implements this package and sees nothing of the recorder.
 *
 * <p>Threads: values are immutable; each interface says which thread calls it. Uses the domain, the filter, the facts of
 * {@code addon} and the index of {@code search}; never {@code session} or {@code sqlite}.
 */
@NullMarked
package dev.steno.store;

import org.jspecify.annotations.NullMarked;
