/**
 * The API of a running Steno: its options, and the server with all its resources.
 */
@NullMarked
package dev.steno.web;

import org.jspecify.annotations.NullMarked;
