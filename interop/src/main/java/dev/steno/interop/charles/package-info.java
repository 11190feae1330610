/**
 * Import of sessions of Charles: {@code .chlsj}, one list in JSON, and {@code .chlz}, a ZIP file of transactions. Their form in
 * Java's serialisation is never read. For one thread. Uses {@code interop.json}, {@code interop.text} and {@code interop.intake}.
 */
@NullMarked
package dev.steno.interop.charles;

import org.jspecify.annotations.NullMarked;
