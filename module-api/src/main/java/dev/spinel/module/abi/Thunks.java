package dev.spinel.module.abi;

/**
 * The machine code that no Java upcall can express, for x86-64 with the System V convention. Integer arguments come
 * in rdi, rsi, rdx, rcx, r8, r9, vectors in xmm0-7, results leave in rax; at entry the stack is 8 bytes off a multiple
 * of 16, and must be on it at every call.
 */
final class Thunks {
    /** {@code mov rN, rsp} for the n-th general argument register. */
    private static final int[][] MOVE_STACK_TO_ARGUMENT = {
        {0x48, 0x89, 0xE7}, {0x48, 0x89, 0xE6}, {0x48, 0x89, 0xE2},
        {0x48, 0x89, 0xE1}, {0x49, 0x89, 0xE0}, {0x49, 0x89, 0xE1}};
    /** {@code lea rN, [rsp + disp32]} for the n-th general argument register, before its displacement. */
    private static final int[][] LEA_STACK_TO_ARGUMENT = {
        {0x48, 0x8D, 0xBC, 0x24}, {0x48, 0x8D, 0xB4, 0x24}, {0x48, 0x8D, 0x94, 0x24},
        {0x48, 0x8D, 0x8C, 0x24}, {0x4C, 0x8D, 0x84, 0x24}, {0x4C, 0x8D, 0x8C, 0x24}};
    private static final int VA_LIST = 176;
    private static final int VARIADIC_FRAME = 208;
    /** A number of so many bytes fits a long, whatever it is. */
    private static final int SHORT_NUMBER = 18;
    /** Number of the system call that waits for a signal. */
    private static final int PAUSE = 34;

    private Thunks() {}

    /** {@code return 0} for every result class: what a call gets when its stub cannot be made. */
    static long zero(CodeBuffer code) {
        long start = code.align(16);
        code.emit(0x31, 0xC0);                                  // xor eax, eax
        code.emit(0x0F, 0x57, 0xC0);                            // xorps xmm0, xmm0
        code.emit(0xC3);                                        // ret
        return start;
    }

    /**
     * What every function is once the process ends: 0 for the thread that ends it, for others a wait without end.
     *
     * @param ending where {@link #lastRites} notes the thread
     */
    static long afterwards(CodeBuffer code, long ending) {
        long start = code.align(16);
        code.emit(0x64, 0x48, 0x8B, 0x04, 0x25).int32(0);       // mov rax, fs:[0]: the thread
        code.emit(0x48, 0x3B, 0x05).relative(ending);           // cmp rax, [ending]
        long other = code.jumpShort(0x75);                      // jne other
        code.emit(0x31, 0xC0);                                  // xor eax, eax
        code.emit(0xC3);                                        // ret
        code.here(other);
        long loop = code.position();
        code.emit(0xB8).int32(PAUSE);                           // other: mov eax, pause
        code.emit(0x0F, 0x05);                                  // syscall
        code.jumpBack(loop);                                    // jmp other
        return start;
    }

    /**
     * {@code void handler(void)}, called when the process ends: from now on {@code slots} cells hold {@code function}.
     */
    static long lastRites(CodeBuffer code, long ending, long cells, int slots, long function) {
        long start = code.align(16);
        code.emit(0x64, 0x48, 0x8B, 0x04, 0x25).int32(0);       // mov rax, fs:[0]
        code.emit(0x48, 0x89, 0x05).relative(ending);           // mov [ending], rax
        code.emit(0x48, 0x8D, 0x05).relative(function);         // lea rax, [function]
        code.emit(0x48, 0x8D, 0x3D).relative(cells);            // lea rdi, [cells]
        code.emit(0xB9).int32(slots);                           // mov ecx, slots
        code.emit(0xF3, 0x48, 0xAB);                            // rep stosq
        code.emit(0xC3);                                        // ret
        return start;
    }

    /**
     * Entered with a slot number on the stack above the return address of a call into that slot: saves every argument
     * register, asks {@code *target} (an upcall: slot number to function address), restores, and goes there.
     */
    static long resolver(CodeBuffer code, long target) {
        long start = code.align(16);
        code.emit(0x55);                                        // push rbp
        code.emit(0x48, 0x89, 0xE5);                            // mov rbp, rsp
        code.emit(0x48, 0x81, 0xEC).int32(0xC8);                // sub rsp, 200: on a multiple of 16 again
        code.emit(0x48, 0x89, 0x3C, 0x24);                      // mov [rsp], rdi
        code.emit(0x48, 0x89, 0x74, 0x24, 0x08);                // mov [rsp+8], rsi
        code.emit(0x48, 0x89, 0x54, 0x24, 0x10);                // mov [rsp+16], rdx
        code.emit(0x48, 0x89, 0x4C, 0x24, 0x18);                // mov [rsp+24], rcx
        code.emit(0x4C, 0x89, 0x44, 0x24, 0x20);                // mov [rsp+32], r8
        code.emit(0x4C, 0x89, 0x4C, 0x24, 0x28);                // mov [rsp+40], r9
        saveVectors(code);
        code.emit(0x48, 0x89, 0x84, 0x24).int32(0xB0);          // mov [rsp+176], rax: al counts variadic vectors
        code.emit(0x48, 0x8B, 0x7D, 0x08);                      // mov rdi, [rbp+8]: the slot number
        code.emit(0xFF, 0x15).relative(target);                 // call [target]
        code.emit(0x49, 0x89, 0xC3);                            // mov r11, rax
        code.emit(0x48, 0x8B, 0x3C, 0x24);                      // mov rdi, [rsp]
        code.emit(0x48, 0x8B, 0x74, 0x24, 0x08);                // mov rsi, [rsp+8]
        code.emit(0x48, 0x8B, 0x54, 0x24, 0x10);                // mov rdx, [rsp+16]
        code.emit(0x48, 0x8B, 0x4C, 0x24, 0x18);                // mov rcx, [rsp+24]
        code.emit(0x4C, 0x8B, 0x44, 0x24, 0x20);                // mov r8, [rsp+32]
        code.emit(0x4C, 0x8B, 0x4C, 0x24, 0x28);                // mov r9, [rsp+40]
        restoreVectors(code);
        code.emit(0x48, 0x8B, 0x84, 0x24).int32(0xB0);          // mov rax, [rsp+176]
        code.emit(0xC9);                                        // leave
        code.emit(0x48, 0x83, 0xC4, 0x08);                      // add rsp, 8: drop the slot number
        code.emit(0x41, 0xFF, 0xE3);                            // jmp r11
        return start;
    }

    /** Notes the stack pointer at {@code slot} and goes to {@code *target}. */
    static long keepingStackPointer(CodeBuffer code, long slot, long target) {
        long start = code.align(16);
        code.emit(0x48, 0x89, 0x25).relative(slot);             // mov [slot], rsp
        code.emit(0xFF, 0x25).relative(target);                 // jmp [target]
        return start;
    }

    private static void saveVectors(CodeBuffer code) {
        code.emit(0x0F, 0x29, 0x44, 0x24, 0x30);                // movaps [rsp+48], xmm0
        code.emit(0x0F, 0x29, 0x4C, 0x24, 0x40);                // movaps [rsp+64], xmm1
        code.emit(0x0F, 0x29, 0x54, 0x24, 0x50);                // movaps [rsp+80], xmm2
        code.emit(0x0F, 0x29, 0x5C, 0x24, 0x60);                // movaps [rsp+96], xmm3
        code.emit(0x0F, 0x29, 0x64, 0x24, 0x70);                // movaps [rsp+112], xmm4
        code.emit(0x0F, 0x29, 0xAC, 0x24).int32(0x80);          // movaps [rsp+128], xmm5
        code.emit(0x0F, 0x29, 0xB4, 0x24).int32(0x90);          // movaps [rsp+144], xmm6
        code.emit(0x0F, 0x29, 0xBC, 0x24).int32(0xA0);          // movaps [rsp+160], xmm7
    }

    private static void restoreVectors(CodeBuffer code) {
        code.emit(0x0F, 0x28, 0x44, 0x24, 0x30);                // movaps xmm0, [rsp+48]
        code.emit(0x0F, 0x28, 0x4C, 0x24, 0x40);                // movaps xmm1, [rsp+64]
        code.emit(0x0F, 0x28, 0x54, 0x24, 0x50);                // movaps xmm2, [rsp+80]
        code.emit(0x0F, 0x28, 0x5C, 0x24, 0x60);                // movaps xmm3, [rsp+96]
        code.emit(0x0F, 0x28, 0x64, 0x24, 0x70);                // movaps xmm4, [rsp+112]
        code.emit(0x0F, 0x28, 0xAC, 0x24).int32(0x80);          // movaps xmm5, [rsp+128]
        code.emit(0x0F, 0x28, 0xB4, 0x24).int32(0x90);          // movaps xmm6, [rsp+144]
        code.emit(0x0F, 0x28, 0xBC, 0x24).int32(0xA0);          // movaps xmm7, [rsp+160]
    }

    /**
     * A function {@code f(named, ...)} that calls {@code *target} with the named arguments and a {@code va_list *}.
     *
     * @param named how many general registers the named arguments take, at most 5; none of them is a vector
     */
    static long variadic(CodeBuffer code, int named, long target) {
        long start = code.align(16);
        code.emit(0x55);                                        // push rbp
        code.emit(0x48, 0x89, 0xE5);                            // mov rbp, rsp
        code.emit(0x48, 0x81, 0xEC).int32(VARIADIC_FRAME);      // sub rsp, 208: save area, then the list
        code.emit(0x48, 0x89, 0x3C, 0x24);                      // mov [rsp], rdi
        code.emit(0x48, 0x89, 0x74, 0x24, 0x08);                // mov [rsp+8], rsi
        code.emit(0x48, 0x89, 0x54, 0x24, 0x10);                // mov [rsp+16], rdx
        code.emit(0x48, 0x89, 0x4C, 0x24, 0x18);                // mov [rsp+24], rcx
        code.emit(0x4C, 0x89, 0x44, 0x24, 0x20);                // mov [rsp+32], r8
        code.emit(0x4C, 0x89, 0x4C, 0x24, 0x28);                // mov [rsp+40], r9
        saveVectors(code);
        code.emit(0xC7, 0x84, 0x24).int32(VA_LIST)              // mov dword [list], bytes of named registers
                .int32(named * Long.BYTES);
        code.emit(0xC7, 0x84, 0x24)                             // mov dword [list+4], 48: no vector is named
                .int32(VA_LIST + VaList.VECTOR_OFFSET).int32(VaList.GENERAL_END);
        code.emit(0x48, 0x8D, 0x45, 0x10);                      // lea rax, [rbp+16]: the caller's stack arguments
        code.emit(0x48, 0x89, 0x84, 0x24)                       // mov [list+8], rax
                .int32(VA_LIST + VaList.OVERFLOW_OFFSET);
        code.emit(0x48, 0x89, 0xA4, 0x24)                       // mov [list+16], rsp: the save area
                .int32(VA_LIST + VaList.SAVE_AREA_OFFSET);
        code.emit(LEA_STACK_TO_ARGUMENT[named]).int32(VA_LIST); // lea rN, [list]
        code.emit(0xFF, 0x15).relative(target);                 // call [target]
        code.emit(0xC9);                                        // leave
        code.emit(0xC3);                                        // ret
        return start;
    }

    /**
     * A function that returns a long double: calls {@code *target} with one more argument, the address of a cleared
     * slot, and loads from it what the target wrote.
     *
     * @param named how many general registers the arguments take, at most 5
     */
    static long longDoubleResult(CodeBuffer code, int named, long target) {
        long start = code.align(16);
        code.emit(0x48, 0x83, 0xEC, 0x18);                      // sub rsp, 24
        code.emit(0x48, 0xC7, 0x04, 0x24).int32(0);             // mov qword [rsp], 0
        code.emit(0x48, 0xC7, 0x44, 0x24, 0x08).int32(0);       // mov qword [rsp+8], 0
        code.emit(MOVE_STACK_TO_ARGUMENT[named]);               // mov rN, rsp
        code.emit(0xFF, 0x15).relative(target);                 // call [target]
        code.emit(0xDB, 0x2C, 0x24);                            // fld tbyte [rsp]
        code.emit(0x48, 0x83, 0xC4, 0x18);                      // add rsp, 24
        code.emit(0xC3);                                        // ret
        return start;
    }

    /**
     * {@code const char *StringPtrLen(const RedisModuleString *, size_t *)} for a live {@link StringCell}; anything
     * else goes to {@code *target} as it came.
     *
     * @param arena where the start of the arena and its size are stored
     */
    static long stringPtrLen(CodeBuffer code, long arena, long target) {
        long start = code.align(16);
        long[] odd = string(code, arena);
        code.emit(0x48, 0x8B, 0x47, StringCell.BYTES_OFFSET);   // mov rax, [rdi+bytes]
        code.emit(0x48, 0x85, 0xF6);                            // test rsi, rsi
        long unasked = code.jumpShort(0x74);                    // je done
        code.emit(0x48, 0x8B, 0x4F, StringCell.LENGTH_OFFSET);  // mov rcx, [rdi+length]
        code.emit(0x48, 0x89, 0x0E);                            // mov [rsi], rcx
        code.here(unasked);
        code.emit(0xC3);                                        // done: ret
        slow(code, target, odd);
        return start;
    }

    /**
     * {@code int StringToLongLong(const RedisModuleString *, long long *)} for a live {@link StringCell} of at most 18
     * bytes that is a number other than 0, which nothing can overflow; anything else goes to {@code *target} as it
     * came.
     *
     * @param arena where the start of the arena and its size are stored
     */
    static long stringToLongLong(CodeBuffer code, long arena, long target) {
        long start = code.align(16);
        long[] odd = string(code, arena);
        code.emit(0x48, 0x8B, 0x57, StringCell.BYTES_OFFSET);   // mov rdx, [rdi+bytes]
        code.emit(0x48, 0x8B, 0x4F, StringCell.LENGTH_OFFSET);  // mov rcx, [rdi+length]
        code.emit(0x48, 0x8D, 0x41, 0xFF);                      // lea rax, [rcx-1]
        code.emit(0x48, 0x83, 0xF8, SHORT_NUMBER - 1);          // cmp rax, 17
        long badLength = code.jumpShort(0x77);                  // ja slow
        code.emit(0x48, 0x01, 0xD1);                            // add rcx, rdx: the end
        code.emit(0x45, 0x31, 0xC9);                            // xor r9d, r9d
        code.emit(0x80, 0x3A, '-');                             // cmp byte [rdx], '-'
        long positive = code.jumpShort(0x75);                   // jne first
        code.emit(0x41, 0xFF, 0xC1);                            // inc r9d
        code.emit(0x48, 0xFF, 0xC2);                            // inc rdx
        code.here(positive);
        code.emit(0x80, 0x3A, '0');                             // first: cmp byte [rdx], '0'
        long leadingZero = code.jumpShort(0x74);                // je slow
        code.emit(0x31, 0xC0);                                  // xor eax, eax
        long digit = code.position();
        code.emit(0x44, 0x0F, 0xB6, 0x02);                      // digit: movzx r8d, byte [rdx]
        code.emit(0x41, 0x83, 0xE8, '0');                       // sub r8d, '0'
        code.emit(0x41, 0x83, 0xF8, 9);                         // cmp r8d, 9
        long notDigit = code.jumpShort(0x77);                   // ja slow: so ends "-", too, before its NUL
        code.emit(0x48, 0x8D, 0x04, 0x80);                      // lea rax, [rax+rax*4]
        code.emit(0x49, 0x8D, 0x04, 0x40);                      // lea rax, [r8+rax*2]
        code.emit(0x48, 0xFF, 0xC2);                            // inc rdx
        code.emit(0x48, 0x39, 0xCA);                            // cmp rdx, rcx
        code.jumpBack(0x72, digit);                             // jb digit
        code.emit(0x45, 0x85, 0xC9);                            // test r9d, r9d
        long unsigned = code.jumpShort(0x74);                   // je store
        code.emit(0x48, 0xF7, 0xD8);                            // neg rax
        code.here(unsigned);
        code.emit(0x48, 0x89, 0x06);                            // store: mov [rsi], rax
        code.emit(0x31, 0xC0);                                  // xor eax, eax: REDISMODULE_OK
        code.emit(0xC3);                                        // ret
        for (long jump : new long[] {badLength, leadingZero, notDigit}) {
            code.here(jump);
        }
        slow(code, target, odd);
        return start;
    }

    /**
     * {@code int f(RedisModuleCtx *)} that answers the note of a live context of this module ({@link
     * HandleTable#note}); without a note, and for anything else, goes to {@code *target} as it came.
     *
     * @param cells where the start and the size of the cells and the first word of the contexts are stored
     */
    static long note(CodeBuffer code, long cells, long target) {
        long start = code.align(16);
        code.emit(0x48, 0x89, 0xF8);                            // mov rax, rdi
        code.emit(0x48, 0x2B, 0x05).relative(cells);            // sub rax, [cells start]
        code.emit(0x48, 0x3B, 0x05).relative(cells + Long.BYTES); // cmp rax, [cells size]
        long outside = code.jumpShort(0x73);                    // jae slow
        code.emit(0x40, 0xF6, 0xC7, HandleTable.CELL_BYTES - 1); // test dil, 15
        long crooked = code.jumpShort(0x75);                    // jne slow
        code.emit(0x48, 0x8B, 0x05).relative(cells + 2 * Long.BYTES); // mov rax, [first word]
        code.emit(0x48, 0x39, 0x07);                            // cmp [rdi], rax
        long other = code.jumpShort(0x75);                      // jne slow
        code.emit(0x8B, 0x47, HandleTable.NOTE_OFFSET);         // mov eax, [rdi+note]
        code.emit(0x85, 0xC0);                                  // test eax, eax
        long none = code.jumpShort(0x78);                       // js slow
        code.emit(0xC3);                                        // ret
        slow(code, target, new long[] {outside, crooked, other, none});
        return start;
    }

    /**
     * A function of an open key that answers a word of {@link OpenedKey}, when it tells of that key; otherwise goes to
     * {@code *target} as it came.
     *
     * @param record where the address of the record is stored
     */
    static long openedKey(CodeBuffer code, long record, int offset, long target) {
        long start = code.align(16);
        code.emit(0x48, 0x8B, 0x05).relative(record);           // mov rax, [record]
        code.emit(0x48, 0x3B, 0x38);                            // cmp rdi, [rax]
        long other = code.jumpShort(0x75);                      // jne slow
        code.emit(0x48, 0x8B, 0x40, offset);                    // mov rax, [rax+offset]
        code.emit(0xC3);                                        // ret
        slow(code, target, new long[] {other});
        return start;
    }

    /** Looks whether rdi is a live string; answers the jumps taken when it is not. Changes rax only. */
    private static long[] string(CodeBuffer code, long arena) {
        code.emit(0x48, 0x89, 0xF8);                            // mov rax, rdi
        code.emit(0x48, 0x2B, 0x05).relative(arena);            // sub rax, [arena start]
        code.emit(0x48, 0x3B, 0x05).relative(arena + Long.BYTES); // cmp rax, [arena size]
        long outside = code.jumpShort(0x73);                    // jae slow
        code.emit(0x40, 0xF6, 0xC7, 0x07);                      // test dil, 7
        long crooked = code.jumpShort(0x75);                    // jne slow
        code.emit(0x81, 0x3F).int32(StringCell.MAGIC);          // cmp dword [rdi], magic
        long other = code.jumpShort(0x75);                      // jne slow
        return new long[] {outside, crooked, other};
    }

    private static void slow(CodeBuffer code, long target, long[] jumps) {
        for (long jump : jumps) {
            code.here(jump);
        }
        code.emit(0xFF, 0x25).relative(target);                 // slow: jmp [target]
    }
}
