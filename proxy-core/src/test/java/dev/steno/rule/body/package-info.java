/**
 * Tests of bodies that rules change while they pass.
 *
 * <ul>
 *   <li>matches wherever pieces meet: {@link TextWindowTest}
 *   <li>JSON, value by value: {@link JsonTextTest}
 *   <li>charsets, bytes that are not text, events: {@link ReplacedTextTest}
 * </ul>
 */
package dev.steno.rule.body;
