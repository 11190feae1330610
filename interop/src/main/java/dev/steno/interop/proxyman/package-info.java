/**
 * Import of logs of Proxyman ({@code .proxymanlogv2}), a ZIP file with one JSON object a flow. For one thread. Uses {@code
 * interop.json}, {@code interop.text} and {@code interop.intake}.
 */
@NullMarked
package dev.steno.interop.proxyman;

import org.jspecify.annotations.NullMarked;
