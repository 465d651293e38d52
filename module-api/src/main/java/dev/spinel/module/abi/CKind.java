package dev.spinel.module.abi;

/** How a C value travels in a call: what the calling convention needs to know, and no more. */
public enum CKind {
    VOID,
    POINTER,
    /** 32 bits: int, unsigned, enums. */
    INT,
    /** 64 bits: long, size_t, long long, times. */
    LONG,
    /** 8 bits, unsigned. */
    BYTE,
    DOUBLE,
    FLOAT,
    /** {@code RedisModuleEvent} by value: two 64-bit words in two registers. */
    EVENT,
    /** x87 80-bit number: 16 bytes of stack as an argument, the x87 register as a result. */
    LONG_DOUBLE
}
