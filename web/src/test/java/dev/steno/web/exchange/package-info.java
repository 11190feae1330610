/**
 * Tests of the exchange of flows with other tools over the API.
 *
 * <ul>
 *   <li>files that are sent: {@link ImportResourceTest}; where they are written: {@link SideFolderTest}
 *   <li>sets of flows that are exported: {@link ExportResourceTest}; those that a browser downloads: {@link ExportDownloadTest}
 * </ul>
 */
@NullMarked
package dev.steno.web.exchange;

import org.jspecify.annotations.NullMarked;
