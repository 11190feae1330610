/** Addons for tests: compiled and packed as their authors do it. */
package dev.steno.testing.addon;
