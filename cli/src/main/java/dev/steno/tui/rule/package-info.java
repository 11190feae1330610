/**
 * The rules of a running Steno: their list, the lines in which they are written, and those that are made of a flow. Uses
 * the packages of lines, data, screens and the list.
 */
@NullMarked
package dev.steno.tui.rule;

import org.jspecify.annotations.NullMarked;
