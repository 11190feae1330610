/**
 * Tests of redaction.
 *
 * <ul>
 *   <li>flows, their heads and small bodies: {@link RedactorTest}
 * </ul>
 */
package dev.steno.redact;
