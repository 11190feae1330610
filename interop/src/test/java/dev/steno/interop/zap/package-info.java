/** Tests of messages and sessions of ZAP: sessions are made with HSQLDB, hostile ones by hand. */
@NullMarked
package dev.steno.interop.zap;

import org.jspecify.annotations.NullMarked;
