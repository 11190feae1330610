/**
 * The runtime of addons: chains of handlers, the bus that delivers facts, and the byte budgets that apply back-pressure to the wire.
 * Built once at the start; used from every event loop, never blocking one. Addons do not see this package.
 */
@NullMarked
package dev.steno.addon.bus;

import org.jspecify.annotations.NullMarked;
