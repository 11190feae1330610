/**
 * Items of Burp Suite as XML, which may hold bytes that no XML parser takes: the elements are found by their own scan. Each import
 * runs on one thread. Uses {@code interop.intake}, {@code interop.message} and {@code flow}.
 */
@NullMarked
package dev.steno.interop.burp;

import org.jspecify.annotations.NullMarked;
