/**
 * The session on disk: one SQLite file, written by one process and read by any. The only package that speaks SQL; the
 * format is described in {@code docs/session-format.md} and in {@code schema/001.sql}.
 */
@NullMarked
package dev.steno.sqlite;

import org.jspecify.annotations.NullMarked;
