package dev.spinel.module.api;

import dev.spinel.engine.port.Entropy;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;

/** Random bits from the server's source. Callable from any thread. */
public final class RandomApi {
    private static final String HEXADECIMAL = "0123456789abcdef";

    private RandomApi() {}

    /** Fills {@code len} bytes. */
    @ModuleFunction(since = "5.0", c = "void GetRandomBytes(unsigned char *dst, size_t len)")
    public static void getRandomBytes(LoadedModule caller, long dst, long len) {
        Entropy entropy = caller.server().engine().entropy();
        synchronized (entropy) {
            for (long i = 0; i < len; i++) {
                Native.putByte(dst + i, (byte) entropy.nextLong());
            }
        }
    }

    /** Fills {@code len} bytes with lower-case hexadecimal digits; no NUL follows. */
    @ModuleFunction(since = "5.0", c = "void GetRandomHexChars(char *dst, size_t len)")
    public static void getRandomHexChars(LoadedModule caller, long dst, long len) {
        getRandomBytes(caller, dst, len);
        for (long i = 0; i < len; i++) {
            Native.putByte(dst + i, (byte) HEXADECIMAL.charAt(Native.getByte(dst + i) & 15));
        }
    }
}
