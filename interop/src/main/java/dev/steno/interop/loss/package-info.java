/**
 * What an import or an export leaves out or cannot keep, counted by cause. One report belongs to one run and one thread.
 * Uses no other package.
 */
@NullMarked
package dev.steno.interop.loss;

import org.jspecify.annotations.NullMarked;
