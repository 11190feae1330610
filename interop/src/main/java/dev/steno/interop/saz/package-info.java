/**
 * Session archives of Fiddler and whistle: a ZIP file with the bytes of each message, timers, and WebSocket frames. Each import
 * runs on one thread. Uses {@code interop.intake}, {@code interop.message}, {@code flow} and {@code websocket}.
 */
@NullMarked
package dev.steno.interop.saz;

import org.jspecify.annotations.NullMarked;
