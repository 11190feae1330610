/**
 * What differs between two sessions, or two selections of one: pairs their flows, compares the two of each pair, and reports
 * what changed, what is missing and what is new.
 *
 * <p>One thread, with a second one that reads; reads the disk, so never on an event loop. Of each flow, only keys are in
 * memory; flows are read in batches. Builds on {@code dev.steno.compare}, and on columns of {@code dev.steno.store}.
 */
@NullMarked
package dev.steno.diff;

import org.jspecify.annotations.NullMarked;
