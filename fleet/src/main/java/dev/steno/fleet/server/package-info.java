/**
 * The server of a shared store: its address, connections to it, its schema ({@code schema/001.sql} and later), how that
 * is spread over a cluster, and messages for its failures. {@code docs/shared-store.md} describes the tables.
 *
 * <p>Threads: a connection is for one thread at a time; every call blocks, so never on an event loop. Uses
 * {@code dev.steno.store}.
 */
@NullMarked
package dev.steno.fleet.server;

import org.jspecify.annotations.NullMarked;
