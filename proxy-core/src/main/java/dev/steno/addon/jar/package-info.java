/**
 * Addons that are installed as jars: finds them in a folder, checks who may write there and which version of the API
 * they need, and loads each jar by a class loader of its own. Blocking disk access, on the thread that starts the
 * proxy; a jar that cannot be used never stops the others.
 */
@NullMarked
package dev.steno.addon.jar;

import org.jspecify.annotations.NullMarked;
