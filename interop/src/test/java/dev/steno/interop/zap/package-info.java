/**
 * Tests of messages and sessions of ZAP: sessions are made with HSQLDB, hostile ones by hand.
 *
 * <ul>
 *   <li>mutated texts: {@link ZapMessagesFuzzTest}
 *   <li>messages as text: {@link ZapMessagesImporterTest}
 *   <li>mutated sessions: {@link ZapSessionFuzzTest}
 *   <li>sessions: {@link ZapSessionImporterTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.zap;

import org.jspecify.annotations.NullMarked;
