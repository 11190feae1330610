/**
 * Tests of how requests to the API are read.
 *
 * <ul>
 *   <li>requests with large JSON: {@link LargeJsonTest}
 * </ul>
 */
package dev.steno.web.http;
