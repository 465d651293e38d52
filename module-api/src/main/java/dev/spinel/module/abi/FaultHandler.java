package dev.spinel.module.abi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.spinel.engine.port.Crash;
import dev.spinel.engine.stats.ServerVersion;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands before the JVM's handlers of SIGSEGV, SIGBUS, SIGFPE and SIGILL: a fault in the code of a module is reported
 * to the operator log in Java, which a thread that runs C may enter, and then goes the JVM's way, which writes its own
 * file and ends the process. Every other fault is the JVM's at once. It also hears of C++ exceptions that nobody
 * catches, which is what becomes of one that would cross a call of the server. Process-wide; never taken down.
 *
 * <pre>
 *   data:  stack pointer · terminate (upcall) · abort · report (upcall) · getpid · pid
 *          · JVM's handlers by signal number · ranges: start, end, ... · 0
 * </pre>
 */
final class FaultHandler {
    private static final List<Integer> SIGNALS = List.of(4, 7, 8, 11);
    private static final int SIGBUS = 7;
    private static final int SIGNAL_COUNT = 32;
    /** {@code si_code} of a signal a thread sent itself: SI_TKILL. */
    private static final int SENT_BY_THREAD = -6;
    private static final int CAPACITY = 512;
    private static final int RANGE_BYTES = 2 * Long.BYTES;

    /** In {@code siginfo_t}. */
    private static final int CODE_OFFSET = 8;
    private static final int ADDRESS_OFFSET = 16;
    /** In {@code ucontext_t}. */
    private static final int STACK_POINTER_OFFSET = 160;
    private static final int INSTRUCTION_OFFSET = 168;

    private static final CodeRegion REGION = new CodeRegion(Libc.PAGE_BYTES,
            (6L + SIGNAL_COUNT) * Long.BYTES + (CAPACITY + 1L) * RANGE_BYTES);
    private static final long STACK_POINTER = REGION.data();
    private static final long TERMINATE = STACK_POINTER + Long.BYTES;
    private static final long ABORT = TERMINATE + Long.BYTES;
    private static final long REPORT = ABORT + Long.BYTES;
    private static final long PROCESS_ID = REPORT + Long.BYTES;
    private static final long OWNER = PROCESS_ID + Long.BYTES;
    private static final long OTHERS = OWNER + Long.BYTES;
    private static final long RANGES = OTHERS + (long) SIGNAL_COUNT * Long.BYTES;
    private static final List<NativeStack> MODULES = new ArrayList<>();
    private static final long HANDLER;
    private static final long TERMINATE_HANDLER;
    private static long currentExceptionType;

    static {
        CodeBuffer code = REGION.code();
        HANDLER = write(code);
        TERMINATE_HANDLER = writeTerminate(code);
        REGION.seal();
        Native.putLong(REPORT, upcall("onFault", FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG)));
        Native.putLong(TERMINATE, upcall("onTerminate", FunctionDescriptor.ofVoid()));
        Native.putLong(ABORT, Libc.address("abort"));
        Native.putLong(PROCESS_ID, Libc.address("getpid"));
        Native.putLong(OWNER, ProcessHandle.current().pid());
    }

    private FaultHandler() {}

    static boolean handles(int signal) {
        return SIGNALS.contains(signal);
    }

    /** Says whom to go on to after a fault; answers the handler to install. */
    static long before(int signal, long other) {
        Native.putLong(OTHERS + (long) signal * Long.BYTES, other);
        return HANDLER;
    }

    /** Watches the code of a module from now on. */
    static synchronized void add(NativeStack module) {
        int free = MODULES.indexOf(null);
        int index = free < 0 ? MODULES.size() : free;
        if (index == CAPACITY) {
            return;     // its faults are the JVM's alone
        }
        if (free < 0) {
            MODULES.add(module);
        } else {
            MODULES.set(free, module);
        }
        Native.putLong(RANGES + (long) index * RANGE_BYTES + Long.BYTES, module.codeEnd());
        Native.putLong(RANGES + (long) index * RANGE_BYTES, module.codeStart());
    }

    /** The module's code goes. The place stays in the row: a start of all ones matches nothing. */
    static synchronized void remove(NativeStack module) {
        int index = MODULES.indexOf(module);
        if (index >= 0) {
            Native.putLong(RANGES + (long) index * RANGE_BYTES, -1);
            MODULES.set(index, null);
        }
    }

    /** {@code void handler(int, siginfo_t *, ucontext_t *)}: was it in a module's code? */
    private static long write(CodeBuffer code) {
        long start = code.align(16);
        code.emit(0x48, 0x8B, 0x82).int32(INSTRUCTION_OFFSET);  // mov rax, [rdx + rip]
        code.emit(0x48, 0x8D, 0x0D).relative(RANGES);           // lea rcx, [ranges]
        long loop = code.position();
        code.emit(0x4C, 0x8B, 0x01);                            // loop: mov r8, [rcx]
        code.emit(0x4D, 0x85, 0xC0);                            // test r8, r8
        long end = code.jumpShort(0x74);                        // je chain
        code.emit(0x4C, 0x39, 0xC0);                            // cmp rax, r8
        long below = code.jumpShort(0x72);                      // jb next
        code.emit(0x48, 0x3B, 0x41, 0x08);                      // cmp rax, [rcx+8]
        long found = code.jumpShort(0x72);                      // jb found
        code.here(below);
        code.emit(0x48, 0x83, 0xC1, RANGE_BYTES);               // next: add rcx, 16
        code.jumpBack(loop);                                    // jmp loop
        code.here(found);
        code.emit(0x57);                                        // found: push rdi
        code.emit(0x56);                                        // push rsi
        code.emit(0x52);                                        // push rdx: the stack is on a multiple of 16
        code.emit(0xFF, 0x15).relative(PROCESS_ID);             // call [getpid]
        code.emit(0x3B, 0x05).relative(OWNER);                  // cmp eax, [pid]
        long child = code.jumpShort(0x75);                      // jne reported: a forked child has no Java
        code.emit(0x48, 0x8B, 0x14, 0x24);                      // mov rdx, [rsp]
        code.emit(0x48, 0x8B, 0x74, 0x24, 0x08);                // mov rsi, [rsp+8]
        code.emit(0x48, 0x63, 0x7C, 0x24, 0x10);                // movsxd rdi, dword [rsp+16]
        code.emit(0xFF, 0x15).relative(REPORT);                 // call [report]
        code.here(child);
        code.emit(0x5A);                                        // reported: pop rdx
        code.emit(0x5E);                                        // pop rsi
        code.emit(0x5F);                                        // pop rdi
        code.here(end);
        code.emit(0x48, 0x63, 0xC7);                            // chain: movsxd rax, edi
        code.emit(0x48, 0x8D, 0x0D).relative(OTHERS);           // lea rcx, [others]
        code.emit(0xFF, 0x24, 0xC1);                            // jmp [rcx + 8 rax]
        return start;
    }

    /** {@code void handler(void)}: entered when the C++ runtime gives up; in a forked child it is as if it were not. */
    private static long writeTerminate(CodeBuffer code) {
        long start = code.align(16);
        code.emit(0x48, 0x89, 0x25).relative(STACK_POINTER);    // mov [stack pointer], rsp
        code.emit(0x50);                                        // push rax
        code.emit(0xFF, 0x15).relative(PROCESS_ID);             // call [getpid]
        code.emit(0x3B, 0x05).relative(OWNER);                  // cmp eax, [pid]
        long child = code.jumpShort(0x75);                      // jne child
        code.emit(0xFF, 0x15).relative(TERMINATE);              // call [terminate]
        code.here(child);
        code.emit(0xFF, 0x15).relative(ABORT);                  // child: call [abort]
        return start;
    }

    /** Hears of it when the C++ runtime that this library brought along gives up. */
    static void watchExceptions(NativeLibrary library) {
        long setTerminate = library.symbol("_ZSt13set_terminatePFvvE");
        if (setTerminate != 0) {
            currentExceptionType = library.symbol("__cxa_current_exception_type");
            Callbacks.longP(setTerminate, TERMINATE_HANDLER);
        }
    }

    private static long upcall(String method, FunctionDescriptor descriptor) {
        try {
            MethodHandle target = MethodHandles.lookup().findStatic(FaultHandler.class, method,
                    descriptor.toMethodType());
            return Linker.nativeLinker().upcallStub(target, descriptor, Arena.global()).address();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Upcall, on the thread that threw; does not return. */
    private static void onTerminate() {
        try {
            NativeStack module = onStack(Native.getLong(STACK_POINTER));
            String what = exceptionType();
            module.instance().crash(Crash.signal(ServerVersion.REDIS, Crash.SIGABRT, SENT_BY_THREAD,
                    List.of(what == null ? "std::terminate was called" : "C++ exception that nobody caught: " + what,
                            "Module: " + module.instance().name()),
                    module.frames(Native.getLong(STACK_POINTER))));
        } catch (Throwable e) {
            e.printStackTrace();
        }
        ProcessEnd.bySignal(Crash.SIGABRT);
    }

    /** The type of the exception being handled, as the compiler spells it; null when there is none. */
    private static String exceptionType() {
        long type = currentExceptionType == 0 ? 0 : Libc.call(currentExceptionType);
        return type == 0 ? null : Native.text(Native.getLong(type + Long.BYTES));
    }

    /** The module whose code is innermost on a stack; any, when there is none. */
    private static synchronized NativeStack onStack(long stackPointer) {
        NativeStack found = null;
        for (NativeStack module : MODULES) {
            if (module != null && (found == null || !module.frames(stackPointer).isEmpty())) {
                found = module;
            }
        }
        return found;
    }

    /** Upcall, on the thread whose code faulted. */
    private static void onFault(long signal, long info, long context) {
        NativeStack module = at(Native.getLong(context + INSTRUCTION_OFFSET));
        try {
            module.instance().onFault(crash((int) signal, info, context, module));
        } catch (Throwable e) {
            module.instance().report("signal " + signal, e);
        }
    }

    private static synchronized NativeStack at(long instruction) {
        for (NativeStack module : MODULES) {
            if (module != null && module.contains(instruction)) {
                return module;
            }
        }
        throw new IllegalStateException("no module has code at " + Long.toHexString(instruction));
    }

    private static Crash crash(int signal, long info, long context, NativeStack module) {
        long instruction = Native.getLong(context + INSTRUCTION_OFFSET);
        List<String> details = new ArrayList<>();
        if (signal == Crash.SIGSEGV || signal == SIGBUS) {
            details.add("Accessing address: 0x" + Long.toHexString(Native.getLong(info + ADDRESS_OFFSET)));
        }
        details.add("Crashed running the instruction at: 0x" + Long.toHexString(instruction));
        details.add("Module: " + module.instance().name());
        List<String> frames = new ArrayList<>();
        frames.add(NativeStack.describe(instruction));
        frames.addAll(module.frames(Native.getLong(context + STACK_POINTER_OFFSET)));
        return Crash.signal(ServerVersion.REDIS, signal, Native.getInt(info + CODE_OFFSET), details, frames);
    }
}
