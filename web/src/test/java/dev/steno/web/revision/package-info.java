/**
 * Tests of the resources about edits of recorded flows.
 *
 * <ul>
 *   <li>edit, list, show and revert: {@link RevisionsResourceTest}
 * </ul>
 */
package dev.steno.web.revision;
