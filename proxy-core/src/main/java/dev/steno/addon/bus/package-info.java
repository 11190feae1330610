/**
 * What runs addons: the chains of their handlers, the bus that carries facts to them, and the byte budgets that hold the wire back.
 * Built once at the start; used from every event loop, never blocking one. Addons do not see this package.
 */
@NullMarked
package dev.steno.addon.bus;

import org.jspecify.annotations.NullMarked;
