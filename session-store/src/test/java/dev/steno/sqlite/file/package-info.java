/**
 * Tests of opening, locking and migrating a session file.
 *
 * <ul>
 *   <li>the write-ahead log and its absence at rest: {@link JournalModeTest}
 *   <li>migrations: {@link MigrationTest}
 *   <li>the native library: {@link NativeLibraryTest}
 *   <li>locks: {@link SideLockTest}
 *   <li>the list of a format's objects: {@link SchemaListTest}
 *   <li>files of other programs: {@link ForeignSchemaTest}
 * </ul>
 */
@NullMarked
package dev.steno.sqlite.file;

import org.jspecify.annotations.NullMarked;
