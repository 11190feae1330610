/** Rules that make the network worse: slow networks, and the faults of networks and servers. */
@NullMarked
package dev.steno.rule.network;

import org.jspecify.annotations.NullMarked;
