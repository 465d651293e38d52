package dev.spinel.module.spi;

import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;

/** A Java object as the value of a key: what the entry holds is the address of its cell. Freed with the key. */
final class JavaValue extends Handle {
    private final Object value;

    private JavaValue(Object value) {
        this.value = value;
    }

    static JavaValue open(Object value) {
        JavaValue held = new JavaValue(value);
        HandleTable.open(held, 0);
        return held;
    }

    static JavaValue at(long address) {
        return HandleTable.resolve(address, JavaValue.class);
    }

    Object value() {
        return value;
    }
}
