/**
 * Tests of secrets in JSON.
 *
 * <ul>
 *   <li>members of JSON by their names: {@link MemberTransformTest}
 * </ul>
 */
package dev.steno.redact.json;
