/**
 * Rules that change, answer or block traffic: their kinds, their one order, how they are set, and which of them acted on
 * a flow.
 */
@NullMarked
package dev.steno.rule;

import org.jspecify.annotations.NullMarked;
