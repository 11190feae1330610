/**
 * Messages and sessions of ZAP. A session is a database whose script is SQL that runs when it is opened: it is checked statement by
 * statement first, and a copy is opened. Each import runs on one thread. Uses {@code interop.intake}, {@code interop.message} and
 * {@code flow}.
 */
@NullMarked
package dev.steno.interop.zap;

import org.jspecify.annotations.NullMarked;
