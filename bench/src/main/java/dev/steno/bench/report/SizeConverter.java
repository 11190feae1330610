package dev.steno.bench.report;

import dev.steno.option.ByteSize;
import picocli.CommandLine.ITypeConverter;

/** Parses sizes in the form of the product's options: {@code 16kib}, {@code 4mb}. */
public final class SizeConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
        return ByteSize.parse(value).bytes();
    }
}
