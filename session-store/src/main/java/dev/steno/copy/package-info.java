/**
 * Flows as texts that people paste elsewhere: a command for a shell, a URL, the message as sent. Pure; any thread. What peers
 * sent is hostile: no character of it leaves the word that it stands in.
 */
@NullMarked
package dev.steno.copy;

import org.jspecify.annotations.NullMarked;
