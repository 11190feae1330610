/**
 * Three nodes of PostgreSQL with automatic failover, as an operator would run them: etcd, Patroni and PostgreSQL of
 * Debian, each on ports of its own on loopback. Tests kill nodes under load.
 *
 * <ul>
 *   <li>nothing acknowledged is lost or doubled: {@link FailoverIT}
 * </ul>
 */
@NullMarked
package dev.steno.fleet.nodes;

import org.jspecify.annotations.NullMarked;
