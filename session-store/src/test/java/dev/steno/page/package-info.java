/** Tests of the cursors of pages: {@link PageCursorTest}. Pages themselves are tested through the API. */
@NullMarked
package dev.steno.page;

import org.jspecify.annotations.NullMarked;
