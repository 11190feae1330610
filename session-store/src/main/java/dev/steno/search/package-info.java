/**
 * The index of texts, apart from where it is kept: which three-letter pieces occur in which flows. Pure but for what
 * {@link dev.steno.filter.Content} is asked to bring.
 */
@NullMarked
package dev.steno.search;

import org.jspecify.annotations.NullMarked;
