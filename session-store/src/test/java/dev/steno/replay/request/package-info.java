/**
 * Tests of the requests that are sent again.
 *
 * <ul>
 * </ul>
 */
package dev.steno.replay.request;
