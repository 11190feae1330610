/** Tests of opening, locking and migrating a session file. */
@NullMarked
package dev.steno.sqlite.file;

import org.jspecify.annotations.NullMarked;
