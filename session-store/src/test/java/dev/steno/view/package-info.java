/**
 * Tests of the view.
 *
 * <ul>
 *   <li>the view: {@link ViewTest}, {@link ViewModelTest}, {@link ViewWindowTest}, {@link SeedDefectsTest}
 *   <li>its list: {@link ListingModelTest}
 *   <li>windows of stores whose numbers do not tell the time: {@link SharedViewTest}, of {@link MergedReader}
 *   <li>sessions that another process records: {@link FileFeedTest}
 * </ul>
 */
@NullMarked
package dev.steno.view;

import org.jspecify.annotations.NullMarked;
