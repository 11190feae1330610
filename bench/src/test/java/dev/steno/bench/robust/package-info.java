/**
 * Tests of the product under failing disks and kills, with the clients and servers of the measurements.
 *
 * <ul>
 *   <li>kills: {@link KillTest}
 *   <li>disks that fail, fill up or are slow: {@link FullDiskTest}, {@link ReadOnlyDiskTest}, {@link WriteErrorTest},
 *       {@link SlowDiskTest}
 * </ul>
 */
@NullMarked
package dev.steno.bench.robust;

import org.jspecify.annotations.NullMarked;
