/**
 * Tests of redaction.
 *
 * <ul>
 *   <li>flows, their heads and small bodies: {@link RedactorTest}
 *   <li>bodies, wherever they are cut and however they are coded: {@link RedactedBodyTest}
 *   <li>messages of WebSockets and raw streams: {@link RedactedMessagesTest}
 *   <li>what is proposed: {@link SuggestionsTest}
 * </ul>
 */
package dev.steno.redact;
