package dev.spinel.engine.type.bitmap;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;

/** The offset of a bit as an argument. */
final class BitOffset {
    private BitOffset() {}

    /** The offset in an argument; latches an error unless it lies in the longest possible string. */
    static long parse(Call call, int index) {
        return parse(call, index, 0);
    }

    /** @param bits width of the integers that {@code #n} counts; 0 when that form is not allowed */
    static long parse(Call call, int index, int bits) {
        long address = call.args().address(index);
        long length = call.args().length(index);
        boolean isScaled = bits > 0 && length > 0 && Mem.getByte(address) == '#';
        long start = isScaled ? address + 1 : address;
        long digits = isScaled ? length - 1 : length;
        if (Numbers.isLong(start, digits)) {
            long number = Numbers.parseLong(start, digits);
            long offset = isScaled ? number * bits : number;
            if (offset >= 0 && offset >> 3 < call.limits().maxStringBytes()) {
                return offset;
            }
        }
        call.fail(Errors.BIT_OFFSET);
        return 0;
    }
}
