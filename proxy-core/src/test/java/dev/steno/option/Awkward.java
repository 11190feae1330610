package dev.steno.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

/** Generates short texts with many separators, quotation marks and escapes. */
@Chars({'a', ' ', ',', '"', '\\', '\t', '='})
@StringLength(max = 6)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.TYPE_USE})
@interface Awkward {}
