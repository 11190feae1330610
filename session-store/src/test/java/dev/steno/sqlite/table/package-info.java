/**
 * Tests of single tables.
 *
 * <ul>
 *   <li>bodies from an offset: {@link BodyOffsetTest}
 *   <li>clients that are passed through: {@link PassThroughTableTest}
 *   <li>texts: {@link TextTableTest}
 * </ul>
 */
@NullMarked
package dev.steno.sqlite.table;

import org.jspecify.annotations.NullMarked;
