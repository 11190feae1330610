/**
 * What a person looks at: the flows of a session that pass a filter, in order, kept current while more come. Knows the
 * session and the filter, no screen.
 */
@NullMarked
package dev.steno.view;

import org.jspecify.annotations.NullMarked;
