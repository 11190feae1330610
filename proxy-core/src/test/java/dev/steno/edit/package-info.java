/**
 * Tests of edits.
 *
 * <ul>
 *   <li>operations and their rules: {@link MessageEditTest}, {@link BodyEditTest}
 *   <li>a message as one text: {@link RawTextTest}
 * </ul>
 */
package dev.steno.edit;
