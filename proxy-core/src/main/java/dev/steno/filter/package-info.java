/**
 * Filters on flows: the grammar, its abstract syntax tree and a three-valued test.
 *
 * <p>The tree has three users: the exchange decides at the head whether a body must be held, the store splits the tree
 * into SQL and a remainder, and the view tests flows again whenever they change. Filters are immutable and perform no
 * I/O, except through {@link dev.steno.filter.ContentSource}.
 */
@NullMarked
package dev.steno.filter;

import org.jspecify.annotations.NullMarked;
