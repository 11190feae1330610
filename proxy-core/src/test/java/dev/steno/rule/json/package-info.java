/**
 * Tests of changes in JSON texts.
 *
 * <ul>
 *   <li>paths, values that are set, removed and merged: {@link JsonChangeTest}
 * </ul>
 */
package dev.steno.rule.json;
