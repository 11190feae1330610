/**
 * Filters on flows: the grammar, its abstract syntax tree and a three-valued test.
 *
 * <p>One tree has three users: the exchange decides at the head whether a body must be held, the store splits the tree
 * into SQL and a remainder, and the view re-tests flows as they change. Everything here is immutable and performs no
 * I/O, except through {@link dev.steno.filter.ContentSource}.
 */
@NullMarked
package dev.steno.filter;

import org.jspecify.annotations.NullMarked;
