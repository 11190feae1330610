/**
 * Pages of a session's flows, in any order, each found by the last key of the one before, so that a flow that comes or goes
 * shifts nothing; and all flows with those that follow. Reads the disk, so never on an event loop.
 */
@NullMarked
package dev.steno.page;

import org.jspecify.annotations.NullMarked;
