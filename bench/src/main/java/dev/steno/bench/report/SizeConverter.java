package dev.steno.bench.report;

import dev.steno.option.ByteSize;
import picocli.CommandLine.ITypeConverter;

/** Sizes as the product's options write them: {@code 16kib}, {@code 4mb}. */
public final class SizeConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
        return ByteSize.parse(value).bytes();
    }
}
