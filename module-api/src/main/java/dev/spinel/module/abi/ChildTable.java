package dev.spinel.module.abi;

import dev.spinel.engine.memory.Arena;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a module sees after {@code fork}. The child has one thread and no working JVM, so the thunk that forks replaces
 * the module's whole function table before it returns into C: memory comes from libc, log lines are written with
 * {@code dprintf}, strings are read as ever, saving and loading data fail with ENOTSUP, and what else cannot work
 * answers 0. The child ends in
 * {@code ExitFromChild}; C code that returned to Java there would hang.
 *
 * <p>The declared method runs twice in the parent, with one more parameter {@code pid}. First with 0: it returns true
 * (1) to allow the fork; then with the child's process id, or -1 when there is none, and returns what C gets.
 *
 * <pre>
 *   data:  imports (one word each) · arena start, bytes · log descriptor · log · texts · live entries · targets
 * </pre>
 */
final class ChildTable implements AutoCloseable {
    private static final List<String> IMPORTS = List.of("fork", "signal", "prctl", "malloc", "realloc", "free",
            "malloc_usable_size", "getpid", "time", "dprintf", "vdprintf", "write", "_exit", "__errno_location");
    /** Functions that libc has under another name. */
    private static final Map<String, String> LIBC = Map.of("Alloc", "malloc", "TryAlloc", "malloc", "Calloc", "calloc",
            "TryCalloc", "calloc", "Strdup", "strdup", "ExitFromChild", "_exit");
    /** Handlers of the JVM, useless without its threads: they end the child again. */
    private static final int[] RESET_SIGNALS = {1, 2, 3, 4, 5, 7, 8, 11, 12, 15, 25};
    private static final int SIGUSR1 = 10;
    private static final int SIGKILL = 9;
    private static final int DIE_WITH_PARENT = 1;
    private static final int ENOTSUP = 95;
    private static final int ERR = 1;
    private static final String KILLED_TEXT = "%d:signal-handler (%ld) Received SIGUSR1 in child, exiting now.\n";
    private static final int KILLED_STATUS = 255;

    private static final int STANDARD_OUTPUT = 1;
    private static final int CODE_BYTES = 1536;
    private static final int PREFIX_BYTES = 256;
    private static final int KILLED_BYTES = 96;

    private final CodeRegion region;
    private final long imports;
    private final long arena;
    private final long logDescriptor;
    private final long log;
    private final long newline;
    private final long prefix;
    private final long killedText;
    private final long entries;
    private final long fork;

    /**
     * @param slots    how many entries the module's table has
     * @param live     where the live entries of the module's table lie; its targets follow
     * @param target   where the stub of {@code Fork} is stored
     * @param shortcut the thunk of {@code StringPtrLen}, or 0
     * @param zero     a function that returns 0
     */
    ChildTable(FunctionCatalog catalog, int slots, long live, long target, long shortcut, long zero) {
        int words = IMPORTS.size() + 5;
        this.region = new CodeRegion(CODE_BYTES,
                (long) words * Long.BYTES + PREFIX_BYTES + KILLED_BYTES + 2L * slots * Long.BYTES);
        this.imports = region.data();
        this.arena = imports + (long) IMPORTS.size() * Long.BYTES;
        this.logDescriptor = arena + 2 * Long.BYTES;
        this.log = logDescriptor + Long.BYTES;
        this.newline = log + Long.BYTES;
        this.prefix = newline + Long.BYTES;
        this.killedText = prefix + PREFIX_BYTES;
        this.entries = killedText + KILLED_BYTES;

        CodeBuffer code = region.code();
        long killed = writeKilled(code);
        this.fork = writeFork(code, live, slots, target, killed);
        long childLog = writeLog(code);
        long logThunk = Thunks.variadic(code, 3, log);
        long refusal = writeRefusal(code);
        Map<String, Long> own = new HashMap<>(Map.of("Free", writeFree(code), "Realloc", writeRealloc(code), "TryRealloc",
                writeRealloc(code), "MallocSize", writeSize(code), "MallocUsableSize", writeSize(code), "PoolAlloc",
                writePoolAlloc(code), "Log", logThunk, "LogIOError", logThunk, "StringPtrLen",
                shortcut == 0 ? zero : shortcut));
        own.put("RdbSave", refusal);
        own.put("RdbLoad", refusal);
        region.seal();
        writeData(childLog);
        writeEntries(catalog, slots, own, zero);
    }

    /** What C enters for {@code Fork}. */
    long fork() {
        return fork;
    }

    /**
     * Prepares the log of the next child.
     *
     * @param file where it writes, null for standard output
     * @param text what starts each line; {@code %d} in it is the child's process id
     */
    void prepareLog(Path file, String text) {
        closeLog();
        int descriptor = STANDARD_OUTPUT;
        if (file != null) {
            try (java.lang.foreign.Arena scratch = java.lang.foreign.Arena.ofConfined()) {
                descriptor = Libc.openForAppend(scratch.allocateFrom(file.toString()).address());
            }
        }
        Native.putLong(logDescriptor, descriptor);
        Native.putText(prefix, PREFIX_BYTES, text);
    }

    private void closeLog() {
        int descriptor = Native.getInt(logDescriptor);
        if (descriptor > STANDARD_OUTPUT) {
            Libc.close(descriptor);
        }
    }

    private void writeData(long childLog) {
        for (int i = 0; i < IMPORTS.size(); i++) {
            Native.putLong(imports + (long) i * Long.BYTES, Libc.address(IMPORTS.get(i)));
        }
        Native.putLong(arena, Arena.address(0));
        Native.putLong(arena + Long.BYTES, Arena.reservedBytes());
        Native.putLong(log, childLog);
        Native.putByte(newline, (byte) '\n');
        Native.putText(killedText, KILLED_BYTES, KILLED_TEXT);
        prepareLog(null, "%d:C ");
    }

    private void writeEntries(FunctionCatalog catalog, int slots, Map<String, Long> own, long zero) {
        for (int i = 0; i < 2 * slots; i++) {
            Native.putLong(entries + (long) i * Long.BYTES, zero);
        }
        for (int i = 0; i < catalog.size(); i++) {
            String name = catalog.functions().get(i).name();
            long function = LIBC.containsKey(name) ? Libc.address(LIBC.get(name)) : own.getOrDefault(name, zero);
            Native.putLong(entries + (long) i * Long.BYTES, function);
        }
    }

    /** Emits {@code call [name]}, or with opcode 0x25 a jump. */
    private void invoke(CodeBuffer code, int opcode, String name) {
        code.emit(0xFF, opcode).relative(imports + (long) IMPORTS.indexOf(name) * Long.BYTES);
    }

    private void call(CodeBuffer code, String name) {
        invoke(code, 0x15, name);
    }

    private void jump(CodeBuffer code, String name) {
        invoke(code, 0x25, name);
    }

    /** {@code int Fork(callback, user)}. */
    private long writeFork(CodeBuffer code, long live, int count, long target, long killed) {
        long start = code.align(16);
        code.emit(0x55);                                        // push rbp
        code.emit(0x48, 0x89, 0xE5);                            // mov rbp, rsp
        code.emit(0x48, 0x83, 0xEC, 0x10);                      // sub rsp, 16
        code.emit(0x48, 0x89, 0x3C, 0x24);                      // mov [rsp], rdi
        code.emit(0x48, 0x89, 0x74, 0x24, 0x08);                // mov [rsp+8], rsi
        code.emit(0x31, 0xD2);                                  // xor edx, edx: before
        code.emit(0xFF, 0x15).relative(target);                 // call [target]
        code.emit(0x85, 0xC0);                                  // test eax, eax
        long refused = code.jumpShort(0x74);                    // je refused
        call(code, "fork");                                     // call [fork]
        code.emit(0x85, 0xC0);                                  // test eax, eax
        long child = code.jumpShort(0x74);                      // je child
        code.emit(0x48, 0x8B, 0x3C, 0x24);                      // mov rdi, [rsp]
        code.emit(0x48, 0x8B, 0x74, 0x24, 0x08);                // mov rsi, [rsp+8]
        code.emit(0x89, 0xC2);                                  // mov edx, eax: after, pid or -1
        code.emit(0xFF, 0x15).relative(target);                 // call [target]
        code.emit(0xC9);                                        // leave
        code.emit(0xC3);                                        // ret
        code.here(refused);
        code.emit(0xB8).int32(-1);                              // refused: mov eax, -1
        code.emit(0xC9);                                        // leave
        code.emit(0xC3);                                        // ret
        code.here(child);
        writeChild(code, live, count, killed);
        code.emit(0x31, 0xC0);                                  // xor eax, eax
        code.emit(0xC9);                                        // leave
        code.emit(0xC3);                                        // ret
        return start;
    }

    /** The first steps of a child: other functions, other signals, and no life without the parent. */
    private void writeChild(CodeBuffer code, long live, int count, long killed) {
        code.emit(0x48, 0xBF).int64(live);                      // mov rdi, live
        code.emit(0x48, 0xBE).int64(entries);                   // mov rsi, entries
        code.emit(0xB9).int32(2 * count);                       // mov ecx, entries and targets
        code.emit(0xF3, 0x48, 0xA5);                            // rep movsq
        for (int signal : RESET_SIGNALS) {
            code.emit(0xBF).int32(signal);                      // mov edi, signal
            code.emit(0x31, 0xF6);                              // xor esi, esi: SIG_DFL
            call(code, "signal");                               // call [signal]
        }
        code.emit(0xBF).int32(SIGUSR1);                         // mov edi, SIGUSR1
        code.emit(0x48, 0xBE).int64(killed);                    // mov rsi, killed
        call(code, "signal");                                   // call [signal]
        code.emit(0xBF).int32(DIE_WITH_PARENT);                 // mov edi, PR_SET_PDEATHSIG
        code.emit(0xBE).int32(SIGKILL);                         // mov esi, SIGKILL
        code.emit(0x31, 0xC0);                                  // xor eax, eax
        call(code, "prctl");                                    // call [prctl]
    }

    /** Handler of the signal the server ends a child with: a line for the log, then out. */
    private long writeKilled(CodeBuffer code) {
        long start = code.align(16);
        code.emit(0x53);                                        // push rbx: on a multiple of 16
        call(code, "getpid");                                   // call [getpid]
        code.emit(0x89, 0xC3);                                  // mov ebx, eax
        code.emit(0x31, 0xFF);                                  // xor edi, edi
        call(code, "time");                                     // call [time]
        code.emit(0x48, 0x89, 0xC1);                            // mov rcx, rax
        code.emit(0x89, 0xDA);                                  // mov edx, ebx
        code.emit(0x8B, 0x3D).relative(logDescriptor);          // mov edi, [descriptor]
        code.emit(0x48, 0xBE).int64(killedText);                // mov rsi, text
        code.emit(0x31, 0xC0);                                  // xor eax, eax: no vector argument
        call(code, "dprintf");                                  // call [dprintf]
        code.emit(0xBF).int32(KILLED_STATUS);                   // mov edi, 255
        call(code, "_exit");                                    // call [_exit]
        return start;
    }

    /** {@code void log(owner, level, format, va_list *)}: prefix, text, newline. */
    private long writeLog(CodeBuffer code) {
        long start = code.align(16);
        code.emit(0x53);                                        // push rbx
        code.emit(0x41, 0x54);                                  // push r12
        code.emit(0x48, 0x83, 0xEC, 0x08);                      // sub rsp, 8
        code.emit(0x48, 0x89, 0xD3);                            // mov rbx, rdx
        code.emit(0x49, 0x89, 0xCC);                            // mov r12, rcx
        call(code, "getpid");                                   // call [getpid]
        code.emit(0x89, 0xC2);                                  // mov edx, eax
        code.emit(0x8B, 0x3D).relative(logDescriptor);          // mov edi, [descriptor]
        code.emit(0x48, 0xBE).int64(prefix);                    // mov rsi, prefix
        code.emit(0x31, 0xC0);                                  // xor eax, eax: no vector argument
        call(code, "dprintf");                                  // call [dprintf]
        code.emit(0x8B, 0x3D).relative(logDescriptor);          // mov edi, [descriptor]
        code.emit(0x48, 0x89, 0xDE);                            // mov rsi, rbx
        code.emit(0x4C, 0x89, 0xE2);                            // mov rdx, r12
        call(code, "vdprintf");                                 // call [vdprintf]
        code.emit(0x8B, 0x3D).relative(logDescriptor);          // mov edi, [descriptor]
        code.emit(0x48, 0xBE).int64(newline);                   // mov rsi, newline
        code.emit(0xBA).int32(1);                               // mov edx, 1
        call(code, "write");                                    // call [write]
        code.emit(0x48, 0x83, 0xC4, 0x08);                      // add rsp, 8
        code.emit(0x41, 0x5C);                                  // pop r12
        code.emit(0x5B);                                        // pop rbx
        code.emit(0xC3);                                        // ret
        return start;
    }

    /** Emits a test of rdi; the returned jump is taken when it lies in the arena. */
    private long jumpIfInArena(CodeBuffer code) {
        code.emit(0x48, 0x89, 0xF8);                            // mov rax, rdi
        code.emit(0x48, 0x2B, 0x05).relative(arena);            // sub rax, [arena start]
        code.emit(0x48, 0x3B, 0x05).relative(arena + Long.BYTES); // cmp rax, [arena size]
        return code.jumpShort(0x72);                            // jb inside
    }

    /** {@code void Free(void *)}: blocks of the parent stay. */
    private long writeFree(CodeBuffer code) {
        long start = code.align(16);
        long inside = jumpIfInArena(code);
        jump(code, "free");                                     // jmp [free]
        code.here(inside);
        code.emit(0xC3);                                        // inside: ret
        return start;
    }

    /** {@code size_t MallocSize(void *)}: 0 for blocks of the parent. */
    private long writeSize(CodeBuffer code) {
        long start = code.align(16);
        long inside = jumpIfInArena(code);
        jump(code, "malloc_usable_size");                       // jmp [malloc_usable_size]
        code.here(inside);
        code.emit(0x31, 0xC0);                                  // inside: xor eax, eax
        code.emit(0xC3);                                        // ret
        return start;
    }

    /**
     * {@code void *Realloc(void *, size_t)}: a block of the parent is copied. Its size is not known here, so too much
     * may be copied; the whole arena is readable.
     */
    private long writeRealloc(CodeBuffer code) {
        long start = code.align(16);
        long inside = jumpIfInArena(code);
        jump(code, "realloc");                                  // jmp [realloc]
        code.here(inside);
        code.emit(0x57);                                        // inside: push rdi
        code.emit(0x56);                                        // push rsi
        code.emit(0x48, 0x83, 0xEC, 0x08);                      // sub rsp, 8
        code.emit(0x48, 0x89, 0xF7);                            // mov rdi, rsi
        call(code, "malloc");                                   // call [malloc]
        code.emit(0x48, 0x83, 0xC4, 0x08);                      // add rsp, 8
        code.emit(0x59);                                        // pop rcx: bytes
        code.emit(0x5E);                                        // pop rsi: the old block
        code.emit(0x48, 0x85, 0xC0);                            // test rax, rax
        long failed = code.jumpShort(0x74);                     // je failed
        code.emit(0x48, 0x89, 0xC7);                            // mov rdi, rax
        code.emit(0xF3, 0xA4);                                  // rep movsb
        code.here(failed);
        code.emit(0xC3);                                        // failed: ret
        return start;
    }

    /** {@code void *PoolAlloc(ctx, size_t)}: never freed, as the child is short-lived. */
    private long writePoolAlloc(CodeBuffer code) {
        long start = code.align(16);
        code.emit(0x48, 0x89, 0xF7);                            // mov rdi, rsi
        jump(code, "malloc");                                   // jmp [malloc]
        return start;
    }

    /** {@code int (...)}: ERR, and errno says that a child cannot do this. */
    private long writeRefusal(CodeBuffer code) {
        long start = code.align(16);
        code.emit(0x50);                                        // push rax: on a multiple of 16
        call(code, "__errno_location");                         // call [__errno_location]
        code.emit(0xC7, 0x00).int32(ENOTSUP);                   // mov dword [rax], ENOTSUP
        code.emit(0xB8).int32(ERR);                             // mov eax, ERR
        code.emit(0x59);                                        // pop rcx
        code.emit(0xC3);                                        // ret
        return start;
    }

    @Override
    public void close() {
        closeLog();
        region.close();
    }
}
