/**
 * Tests of the test kit, written as its users write theirs.
 *
 * <ul>
 *   <li>exchanges and streams: {@link PlaybookTest}
 *   <li>what a failed expectation says: {@link TranscriptTest}
 * </ul>
 */
package dev.steno.playbook;
