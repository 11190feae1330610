/** Tests of single tables. */
@NullMarked
package dev.steno.sqlite.table;

import org.jspecify.annotations.NullMarked;
