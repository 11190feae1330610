/**
 * Which flows a person means: the filter grammar, its abstract syntax tree and a three-valued test.
 *
 * <p>One tree serves three users: the exchange decides at head time whether a body must be held, the store splits it into SQL
 * and a remainder, the view keeps itself current with it. Everything here is immutable and free of I/O but for what
 * {@link dev.steno.filter.Content} is asked to bring.
 */
@NullMarked
package dev.steno.filter;

import org.jspecify.annotations.NullMarked;
