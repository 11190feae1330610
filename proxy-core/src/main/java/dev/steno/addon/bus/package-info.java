/**
 * The runtime of addons: the chains of their handlers, the bus that delivers facts to them, and the byte budgets that
 * apply back-pressure to the wire. Built once at the start. Called on every event loop; never blocks. Addons do not see
 * this package.
 */
@NullMarked
package dev.steno.addon.bus;

import org.jspecify.annotations.NullMarked;
