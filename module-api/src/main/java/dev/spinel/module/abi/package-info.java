/**
 * The C side of the module API: how a compiled module is loaded, how its calls reach Java and how Java calls it. It
 * knows shapes, registers and addresses; what a function means is in {@code dev.spinel.module.api}. Linux on x86-64;
 * elsewhere a load is refused by name. The linker is not started before the first load.
 *
 * <h2>Floor plan</h2>
 * <pre>
 *   declaring   ModuleFunction (annotation) · CPrototype, CType, CKind (its C text) · FunctionDeclaration ·
 *               FunctionCatalog
 *   calls in    FunctionTable (lazy table of one module) · Adapter (method handle of a call) · Thunks, CodeBuffer,
 *               CodeRegion (machine code) · VaList, CFormat, LongDouble, Errno
 *   calls out   Callbacks (one method per shape) · JavaFunction (a Java module's function, with an address)
 *   debugging   NeedsLock (annotation) · MisuseException
 *   objects     Handle, HandleTable (Java objects behind cells) · OpenedKey (what machine code knows of one) ·
 *               StringCell (raw layout) · Native (foreign memory)
 *   loading     NativeModule · NativeLibrary · ElfFile · Platform · Libc
 *   callers     ModuleInstance · ModuleMemory (tags) · ModuleLog (port)
 *   processes   ChildTable (what a module sees after fork) · ForkedChild · ProcessGuard,
 *               LinkMap (what a module may not import) · SignalGuard · FaultHandler, NativeStack (crashes) · ProcessEnd
 *   printing    HeaderPrinter (C header) · KnownFunctions, CoveragePrinter
 * </pre>
 *
 * <h2>How to add a module function</h2>
 * <ol>
 * <li>Write a {@code public static} method in the class of its section, for example {@code StringApi}, named as the C
 * function but starting in lower case ({@code free}, {@code replyWithLongLong}; a Java keyword keeps its C spelling
 * in another case, a leading underscore is dropped).
 * <li>Mark it {@code @ModuleFunction(since = "4.0", c = "void Free(void *ptr)")}: the prototype without prefix, each
 * parameter named. Add {@code errno = true} when it calls {@link dev.spinel.module.abi.Errno#set}.
 * <li>Pick the Java types:
 * <pre>
 *   C                                  Java
 *   any pointer, any callback          long                         raw; the fast way
 *   pointer to an opaque object        a subclass of Handle         null for NULL; stale or mistaken: call refused
 *   const char *                       String                       UTF-8 copy; null for NULL; for cold functions
 *   RedisModuleString *                long                         a StringCell address
 *   int, unsigned, uint32_t, enums     int, or boolean
 *   long, size_t, long long, times     long
 *   uint8_t                            int
 *   double / float                     double / float
 *   RedisModuleEvent                   long id, long version
 *   long double                        long mantissa, long signExponent     see LongDouble
 *   ...                                long                         last: the va_list, see VaList, CFormat
 *   result: void, int, long, pointer   void, int or boolean, long, long or a Handle
 *   result: long double                void, and a last long: address to write 16 bytes to
 * </pre>
 * <li>A leading parameter of type {@link dev.spinel.module.abi.ModuleInstance} or a subclass receives the caller; it
 * is no part of the C prototype.
 * <li>Mark it, or its class, {@link dev.spinel.module.abi.NeedsLock} when it touches data of the server.
 * <li>Add a new class to the list the catalog is scanned from. A declaration that does not fit fails the scan.
 * </ol>
 * {@code Fork} alone has one parameter more, a last {@code int pid}: 0 asks whether to fork (answer 1 after
 * {@link dev.spinel.module.abi.ModuleInstance#prepareChildLog}), then the child's id or -1 arrives and the result is
 * C's.
 *
 * <p>An exception is reported with module and function and the module gets 0 or NULL, so throw for what cannot be, not
 * for what modules do. Methods run on the thread that called, which may be the module's own.
 *
 * <h2>What a pointer is</h2>
 * Objects with behaviour (contexts, keys, iterators, replies, users, blocked clients, ...) are Java objects that extend
 * {@link dev.spinel.module.abi.Handle}; C holds the address of a 16-byte cell. The first word of a context's cell must
 * be {@link dev.spinel.module.abi.NativeModule#getApi}. Strings are raw {@link dev.spinel.module.abi.StringCell}
 * blocks. Allocations, data pointers, callbacks and out-parameters are plain addresses.
 */
package dev.spinel.module.abi;
