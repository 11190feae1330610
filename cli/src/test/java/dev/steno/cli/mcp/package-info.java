/**
 * Tests of {@code steno mcp}.
 *
 * <ul>
 *   <li>the protocol on two streams: {@link McpProtocolTest}
 *   <li>what tools answer, its bounds, and that content stays data: {@link McpToolsTest}
 *   <li>secrets: {@link McpSecretsTest}
 *   <li>beside a Steno that records: {@link McpBesideTest}
 *   <li>by HTTP: {@link McpHttpTest}
 *   <li>what a person is asked: {@link McpApprovalTest}
 *   <li>with the official client, against the product's process: {@link McpSdkTest}
 * </ul>
 */
@NullMarked
package dev.steno.cli.mcp;

import org.jspecify.annotations.NullMarked;
