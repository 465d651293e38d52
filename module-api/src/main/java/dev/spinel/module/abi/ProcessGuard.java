package dev.spinel.module.abi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.spinel.engine.port.Crash;
import dev.spinel.engine.stats.ServerVersion;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Stands between one module and the parts of libc that belong to the process: handlers of the JVM's signals are not
 * replaced, {@code exit} ends the server in order, {@code abort} and a failed {@code assert} are reported first, and no
 * thread gets a stack too small to enter Java. Works on the
 * module's own imports, so libraries it depends on are not covered; {@link SignalGuard} looks after those. It also
 * counts the module's threads, because code must not be unmapped under them.
 *
 * <pre>
 *   data:  refusals · pid · getpid · exit upcall · fflush · _exit
 *          · real exit · real sigaction · real signal · real setstacksize
 *          · threads · malloc · free · real pthread_create · stack pointer · abort upcall · real abort
 *          · assert upcall · real assert
 * </pre>
 */
final class ProcessGuard implements AutoCloseable {
    private static final List<String> SIGNAL_NAMES = List.of("signal", "bsd_signal", "ssignal", "__sysv_signal");
    /** Attaching a thread to the JVM aborts the process below 128 KB. */
    private static final int SMALLEST_STACK_BYTES = 256 * 1024;
    private static final int CODE_BYTES = 512;
    private static final int EAGAIN = 11;
    /** {@code si_code} of a signal a thread sent itself: SI_TKILL. */
    private static final int SENT_BY_THREAD = -6;
    private static final int SLOTS = 19;

    private final ModuleInstance module;
    private final CodeRegion region = new CodeRegion(CODE_BYTES, (long) SLOTS * Long.BYTES);
    private final Arena stubs = Arena.ofShared();
    private final long refusals = region.data();
    private final long owner = refusals + Long.BYTES;
    private final long processId = owner + Long.BYTES;
    private final long exitUpcall = processId + Long.BYTES;
    private final long flush = exitUpcall + Long.BYTES;
    private final long immediateExit = flush + Long.BYTES;
    private final long realExit = immediateExit + Long.BYTES;
    private final long realSigaction = realExit + Long.BYTES;
    private final long realSignal = realSigaction + Long.BYTES;
    private final long realStackSize = realSignal + Long.BYTES;
    private final long threads = realStackSize + Long.BYTES;
    private final long allocate = threads + Long.BYTES;
    private final long free = allocate + Long.BYTES;
    private final long realCreate = free + Long.BYTES;
    private final long stackPointer = realCreate + Long.BYTES;
    private final long abortUpcall = stackPointer + Long.BYTES;
    private final long realAbort = abortUpcall + Long.BYTES;
    private final long assertUpcall = realAbort + Long.BYTES;
    private final long realAssert = assertUpcall + Long.BYTES;
    private final long exit;
    private final long sigaction;
    private final long signal;
    private final long stackSize;
    private final long create;
    private final long abort;
    private final long failedAssert;
    private NativeStack stack;

    ProcessGuard(ModuleInstance module) {
        this.module = module;
        CodeBuffer code = region.code();
        this.exit = writeExit(code);
        this.sigaction = writeSigaction(code);
        this.signal = writeSignal(code);
        this.stackSize = writeStackSize(code);
        this.create = writeCreate(code, writeThreadStart(code));
        this.abort = writeLast(code, abortUpcall, realAbort);
        this.failedAssert = writeLast(code, assertUpcall, realAssert);
        region.seal();
        Native.putLong(owner, ProcessHandle.current().pid());
        Native.putLong(processId, Libc.address("getpid"));
        Native.putLong(flush, Libc.address("fflush"));
        Native.putLong(allocate, Libc.address("malloc"));
        Native.putLong(free, Libc.address("free"));
        Native.putLong(immediateExit, Libc.address("_exit"));
        Native.putLong(exitUpcall, stub("onExit", JAVA_LONG));
        Native.putLong(abortUpcall, stub("onAbort"));
        Native.putLong(assertUpcall, stub("onAssert", JAVA_LONG, JAVA_LONG, JAVA_LONG));
    }

    /** Redirects the imports of the module's library. */
    void protect(NativeLibrary library) {
        LinkMap imports = new LinkMap(library);
        stack = imports.stack(module);
        FaultHandler.add(stack);
        FaultHandler.watchExceptions(library);
        redirect(imports, "abort", abort, realAbort);
        redirect(imports, "__assert_fail", failedAssert, realAssert);
        redirect(imports, "exit", exit, realExit);
        redirect(imports, "sigaction", sigaction, realSigaction);
        for (String name : SIGNAL_NAMES) {
            redirect(imports, name, signal, realSignal);
        }
        redirect(imports, "pthread_attr_setstacksize", stackSize, realStackSize);
        redirect(imports, "pthread_create", create, realCreate);
    }

    private static void redirect(LinkMap imports, String symbol, long replacement, long realSlot) {
        imports.redirect(symbol, real -> {
            Native.putLong(realSlot, real);
            return replacement;
        });
    }

    /** How often the module asked for a signal that is the JVM's, since the last question. */
    long takeRefusals() {
        long count = Native.getLong(refusals);
        Native.putLong(refusals, 0);
        return count;
    }

    /** Threads the module started whose function has not returned; one that left by {@code pthread_exit} counts on. */
    long liveThreads() {
        return Native.getLong(threads);
    }

    /** {@code void exit(int status)}: to Java; a forked child goes at once, the JVM's exit handlers are not for it. */
    private long writeExit(CodeBuffer code) {
        long start = code.align(16);
        code.emit(0x57);                                    // push rdi
        code.emit(0xFF, 0x15).relative(processId);          // call [getpid]
        code.emit(0x5F);                                    // pop rdi
        code.emit(0x3B, 0x05).relative(owner);              // cmp eax, [pid]
        long child = code.jumpShort(0x75);                  // jne child
        code.emit(0x57);                                    // push rdi
        code.emit(0xFF, 0x15).relative(exitUpcall);         // call [upcall]
        code.emit(0x5F);                                    // pop rdi
        code.emit(0xFF, 0x25).relative(realExit);           // jmp [exit]
        code.here(child);
        code.emit(0x57);                                    // child: push rdi
        code.emit(0x31, 0xFF);                              // xor edi, edi: all streams
        code.emit(0xFF, 0x15).relative(flush);              // call [fflush]
        code.emit(0x5F);                                    // pop rdi
        code.emit(0xFF, 0x25).relative(immediateExit);      // jmp [_exit]
        return start;
    }

    /** {@code int sigaction(int, const struct sigaction *, struct sigaction *)}: only answers for the JVM's signals. */
    private long writeSigaction(CodeBuffer code) {
        long start = code.align(16);
        long[] pass = writeSignalTest(code);
        code.emit(0x31, 0xF6);                              // xor esi, esi: ask, do not set
        code.here(pass[0]);
        code.here(pass[1]);
        code.emit(0xFF, 0x25).relative(realSigaction);      // pass: jmp [sigaction]
        return start;
    }

    /** {@code sighandler_t signal(int, sighandler_t)}: says the default was in place. */
    private long writeSignal(CodeBuffer code) {
        long start = code.align(16);
        long[] pass = writeSignalTest(code);
        code.emit(0x31, 0xC0);                              // xor eax, eax: SIG_DFL
        code.emit(0xC3);                                    // ret
        code.here(pass[0]);
        code.here(pass[1]);
        code.emit(0xFF, 0x25).relative(realSignal);         // pass: jmp [signal]
        return start;
    }

    /** Counts and falls through for a signal of the JVM; the returned jumps are taken for all others. */
    private long[] writeSignalTest(CodeBuffer code) {
        code.emit(0x83, 0xFF, 0x1F);                        // cmp edi, 31
        long above = code.jumpShort(0x77);                  // ja pass
        code.emit(0xB8).int32(SignalGuard.mask());          // mov eax, mask
        code.emit(0x0F, 0xA3, 0xF8);                        // bt eax, edi
        long other = code.jumpShort(0x73);                  // jnc pass
        code.emit(0xF0, 0x48, 0xFF, 0x05).relative(refusals); // lock inc qword [refusals]
        return new long[] {above, other};
    }

    /** {@code int pthread_attr_setstacksize(pthread_attr_t *, size_t)}: never less than Java needs. */
    private long writeStackSize(CodeBuffer code) {
        long start = code.align(16);
        code.emit(0x48, 0x81, 0xFE).int32(SMALLEST_STACK_BYTES); // cmp rsi, smallest
        long enough = code.jumpShort(0x73);                 // jae enough
        code.emit(0xBE).int32(SMALLEST_STACK_BYTES);        // mov esi, smallest
        code.here(enough);
        code.emit(0xFF, 0x25).relative(realStackSize);      // enough: jmp [setstacksize]
        return start;
    }

    /**
     * {@code int pthread_create(pthread_t *, attr *, function, argument)}: counts, and starts at {@code trampoline}.
     */
    private long writeCreate(CodeBuffer code, long trampoline) {
        long start = code.align(16);
        code.emit(0x57);                                    // push rdi
        code.emit(0x56);                                    // push rsi
        code.emit(0x52);                                    // push rdx
        code.emit(0x51);                                    // push rcx
        code.emit(0x48, 0x83, 0xEC, 0x08);                  // sub rsp, 8
        code.emit(0xBF).int32(2 * Long.BYTES);              // mov edi, 16
        code.emit(0xFF, 0x15).relative(allocate);           // call [malloc]
        code.emit(0x48, 0x83, 0xC4, 0x08);                  // add rsp, 8
        code.emit(0x59);                                    // pop rcx
        code.emit(0x5A);                                    // pop rdx
        code.emit(0x5E);                                    // pop rsi
        code.emit(0x5F);                                    // pop rdi
        code.emit(0x48, 0x85, 0xC0);                        // test rax, rax
        long noMemory = code.jumpShort(0x74);               // je no memory
        code.emit(0x48, 0x89, 0x10);                        // mov [rax], rdx: function
        code.emit(0x48, 0x89, 0x48, 0x08);                  // mov [rax+8], rcx: argument
        code.emit(0xF0, 0x48, 0xFF, 0x05).relative(threads); // lock inc qword [threads]
        code.emit(0x48, 0xBA).int64(trampoline);            // mov rdx, trampoline
        code.emit(0x48, 0x89, 0xC1);                        // mov rcx, rax
        code.emit(0x50);                                    // push rax
        code.emit(0xFF, 0x15).relative(realCreate);         // call [pthread_create]
        code.emit(0x5F);                                    // pop rdi
        code.emit(0x85, 0xC0);                              // test eax, eax
        long started = code.jumpShort(0x74);                // je started
        code.emit(0x50);                                    // push rax
        code.emit(0xFF, 0x15).relative(free);               // call [free]
        code.emit(0xF0, 0x48, 0xFF, 0x0D).relative(threads); // lock dec qword [threads]
        code.emit(0x58);                                    // pop rax
        code.here(started);
        code.emit(0xC3);                                    // started: ret
        code.here(noMemory);
        code.emit(0xB8).int32(EAGAIN);                      // no memory: mov eax, EAGAIN
        code.emit(0xC3);                                    // ret
        return start;
    }

    /** Where a thread of the module starts, with its function and argument in a block of its own. */
    private long writeThreadStart(CodeBuffer code) {
        long start = code.align(16);
        code.emit(0x53);                                    // push rbx
        code.emit(0x41, 0x54);                              // push r12
        code.emit(0x48, 0x83, 0xEC, 0x08);                  // sub rsp, 8
        code.emit(0x4C, 0x8B, 0x27);                        // mov r12, [rdi]
        code.emit(0x48, 0x8B, 0x5F, 0x08);                  // mov rbx, [rdi+8]
        code.emit(0xFF, 0x15).relative(free);               // call [free]
        code.emit(0x48, 0x89, 0xDF);                        // mov rdi, rbx
        code.emit(0x41, 0xFF, 0xD4);                        // call r12
        code.emit(0xF0, 0x48, 0xFF, 0x0D).relative(threads); // lock dec qword [threads]
        code.emit(0x48, 0x83, 0xC4, 0x08);                  // add rsp, 8
        code.emit(0x41, 0x5C);                              // pop r12
        code.emit(0x5B);                                    // pop rbx
        code.emit(0xC3);                                    // ret
        return start;
    }

    /**
     * Code that leaves the stack pointer where Java finds it and goes to an upcall that does not return; in a forked
     * child, which has no Java, to the function itself. At most three arguments.
     */
    private long writeLast(CodeBuffer code, long upcall, long real) {
        long start = code.align(16);
        code.emit(0x48, 0x89, 0x25).relative(stackPointer); // mov [stack pointer], rsp
        code.emit(0x57);                                    // push rdi
        code.emit(0x56);                                    // push rsi
        code.emit(0x52);                                    // push rdx
        code.emit(0xFF, 0x15).relative(processId);          // call [getpid]
        code.emit(0x3B, 0x05).relative(owner);              // cmp eax, [pid]
        code.emit(0x5A);                                    // pop rdx
        code.emit(0x5E);                                    // pop rsi
        code.emit(0x5F);                                    // pop rdi
        long child = code.jumpShort(0x75);                  // jne child
        code.emit(0xFF, 0x25).relative(upcall);             // jmp [upcall]
        code.here(child);
        code.emit(0xFF, 0x25).relative(real);               // child: jmp [real]
        return start;
    }

    private long stub(String method, MemoryLayout... parameters) {
        try {
            FunctionDescriptor descriptor = FunctionDescriptor.of(JAVA_LONG, parameters);
            MethodHandle target = MethodHandles.lookup().bind(this, method, descriptor.toMethodType());
            return Linker.nativeLinker().upcallStub(target, descriptor, stubs).address();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the module's code lies. */
    NativeStack stack() {
        return stack;
    }

    /** Upcall: the module called {@code abort}. Does not return. */
    private long onAbort() {
        Crash crash = Crash.signal(ServerVersion.REDIS, Crash.SIGABRT, SENT_BY_THREAD, List.of("Module: " + module.name()),
                stack.frames(Native.getLong(stackPointer)));
        return end(crash, "abort");
    }

    /** Upcall: an {@code assert} of C failed. Does not return. */
    private long onAssert(long expression, long file, long line) {
        return end(Crash.assertion(Native.text(expression), Native.text(file), (int) line,
                module.name(), stack.frames(Native.getLong(stackPointer))), "assert");
    }

    private long end(Crash crash, String function) {
        try {
            module.crash(crash);
        } catch (Throwable e) {
            module.report(function, e);
        }
        ProcessEnd.bySignal(Crash.SIGABRT);
        return 0;
    }

    /** Upcall. Should it return, the process exits as C asked. */
    private long onExit(long status) {
        try {
            module.onExit((int) status);
        } catch (Throwable e) {
            module.report("exit", e);
        }
        return 0;
    }

    @Override
    public void close() {
        FaultHandler.remove(stack);
        stubs.close();
        region.close();
    }
}
