/**
 * The resources about recorded flows: pages and streams of them, one flow, changes to sets of them, copies and exports.
 */
@NullMarked
package dev.steno.web.flows;

import org.jspecify.annotations.NullMarked;
