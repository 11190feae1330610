/**
 * The trigram index of texts, independent of where it is stored: which trigrams occur in which flows. Pure, except for
 * what {@link dev.steno.filter.ContentSource} supplies.
 */
@NullMarked
package dev.steno.search;

import org.jspecify.annotations.NullMarked;
