package dev.spinel.module.api;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.listpack.ListpackReader;
import dev.spinel.engine.type.stream.StreamId;
import dev.spinel.engine.type.stream.StreamValue;
import dev.spinel.engine.type.stream.TrimOptions;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;
import dev.spinel.module.abi.StringCell;

/**
 * Keys that hold streams. Errors tell errno: EINVAL for NULL or unknown flags, ENOTSUP for another type, EBADF for the
 * wrong mode or a walk that was not begun, ENOENT for an entry or a field that is not there.
 */
@NeedsLock
public final class StreamApi {
    private static final int ADD_AUTOID = 1;
    private static final int ITERATOR_EXCLUSIVE = 1;
    private static final int ITERATOR_REVERSE = 1 << 1;
    private static final int TRIM_APPROX = 1;
    private static final int SEQ_OFFSET = Long.BYTES;
    private static final long NOTHING_TRIMMED = -1;

    private StreamApi() {}

    private static int fail(int errno) {
        Errno.set(errno);
        return ReplyApi.ERR;
    }

    private static int answer(int errno) {
        return errno == 0 ? ReplyApi.OK : fail(errno);
    }

    private static StreamValue open(ModuleKey key, Key found) {
        return new StreamValue(key.context().engine().streamLimits()).open(found);
    }

    /** Why a key cannot be used as a stream that is there; 0 if it can. */
    private static int refusal(Key found) {
        boolean isStream = found.exists() && found.type() == ValueType.STREAM;
        return !isStream ? Errno.ENOTSUP : 0;
    }

    /** Adds an entry and tells its id; an absent key becomes a stream. EDOM for an id that is not above all others. */
    @ModuleFunction(since = "6.2", errno = true, c = "int StreamAdd(RedisModuleKey *key, int flags, "
            + "RedisModuleStreamID *id, RedisModuleString **argv, int64_t numfields)")
    public static int streamAdd(ModuleKey key, int flags, long id, long argv, long numfields) {
        boolean isAuto = (flags & ADD_AUTOID) != 0;
        if (key == null || numfields != 0 && argv == 0 || (flags & ~ADD_AUTOID) != 0 || !isAuto && id == 0) {
            return fail(Errno.EINVAL);
        }
        Key found = key.keyOf(ValueType.STREAM);
        if (found == null) {
            return fail(Errno.ENOTSUP);
        }
        if (!key.mayChange()) {
            return fail(Errno.EBADF);
        }
        StreamId chosen = isAuto ? new StreamId() : read(id);
        if (!isAuto && chosen.isZero()) {
            return fail(Errno.EDOM);
        }
        StreamValue stream = open(key, found);
        Args fields = new Args();
        int errno = chooseId(key, stream, chosen, isAuto);
        if (errno == 0) {
            errno = readFields(argv, numfields, fields);
        }
        if (errno != 0) {
            return fail(errno);
        }
        stream.create();
        stream.append(chosen, fields, 0, (int) numfields);
        key.changed(found);
        if (id != 0) {
            write(id, chosen);
        }
        return ReplyApi.OK;
    }

    private static int chooseId(ModuleKey key, StreamValue stream, StreamId chosen, boolean isAuto) {
        StreamId last = stream.last(new StreamId());
        if (last.isMax()) {
            return Errno.EFBIG;
        }
        if (isAuto) {
            stream.next(chosen, key.context().keyspace().nowMs());
        }
        return chosen.compareTo(last.ms(), last.seq()) > 0 ? 0 : Errno.EDOM;
    }

    private static int readFields(long argv, long count, Args fields) {
        long bytes = 0;
        for (long i = 0; i < 2 * count; i++) {
            long string = Native.getLong(argv + i * Long.BYTES);
            fields.add(StringCell.bytes(string), StringCell.length(string));
            bytes += StringCell.length(string);
        }
        return StreamValue.fits(bytes) ? 0 : Errno.ERANGE;
    }

    private static StreamId read(long id) {
        return new StreamId().set(Native.getLong(id), Native.getLong(id + SEQ_OFFSET));
    }

    private static void write(long address, StreamId id) {
        Native.putLong(address, id.ms());
        Native.putLong(address + SEQ_OFFSET, id.seq());
    }

    /** Deletes an entry. */
    @ModuleFunction(since = "6.2", errno = true, c = "int StreamDelete(RedisModuleKey *key, RedisModuleStreamID *id)")
    public static int streamDelete(ModuleKey key, long id) {
        if (key == null || id == 0) {
            return fail(Errno.EINVAL);
        }
        Key found = key.key();
        int errno = refusal(found);
        if (errno == 0 && (!key.mayChange() || key.streamWalk() != null)) {
            errno = Errno.EBADF;
        }
        if (errno != 0) {
            return fail(errno);
        }
        boolean isDeleted = open(key, found).delete(Native.getLong(id), Native.getLong(id + SEQ_OFFSET));
        return answer(isDeleted ? 0 : Errno.ENOENT);
    }

    /** Begins a walk between two ids, NULL for no bound. EDOM when an excluded bound has no neighbour. */
    @ModuleFunction(since = "6.2", errno = true, c = "int StreamIteratorStart(RedisModuleKey *key, int flags, "
            + "RedisModuleStreamID *startid, RedisModuleStreamID *endid)")
    public static int streamIteratorStart(ModuleKey key, int flags, long startid, long endid) {
        if (key == null || (flags & ~(ITERATOR_EXCLUSIVE | ITERATOR_REVERSE)) != 0) {
            return fail(Errno.EINVAL);
        }
        Key found = key.key();
        int errno = refusal(found);
        if (errno == 0 && key.streamWalk() != null) {
            errno = Errno.EBADF;
        }
        StreamId start = startid == 0 ? new StreamId() : read(startid);
        StreamId end = endid == 0 ? new StreamId().setMax() : read(endid);
        boolean isExclusive = (flags & ITERATOR_EXCLUSIVE) != 0;
        if (errno == 0 && isExclusive && (startid != 0 && !start.increment() || endid != 0 && !end.decrement())) {
            errno = Errno.EDOM;
        }
        if (errno == 0) {
            key.streamWalk(new StreamWalk(open(key, found), start, end, (flags & ITERATOR_REVERSE) != 0));
        }
        return answer(errno);
    }

    /** Why the walk of a key cannot be used; 0 if it can. */
    private static int walkRefusal(ModuleKey key) {
        if (key == null) {
            return Errno.EINVAL;
        }
        int errno = refusal(key.key());
        return errno == 0 && key.streamWalk() == null ? Errno.EBADF : errno;
    }

    /** Ends a walk. */
    @ModuleFunction(since = "6.2", errno = true, c = "int StreamIteratorStop(RedisModuleKey *key)")
    public static int streamIteratorStop(ModuleKey key) {
        int errno = walkRefusal(key);
        if (errno == 0) {
            key.streamWalk(null);
        }
        return answer(errno);
    }

    /** Goes to the next entry, and tells its id and how many fields it has. */
    @ModuleFunction(since = "6.2", errno = true,
            c = "int StreamIteratorNextID(RedisModuleKey *key, RedisModuleStreamID *id, long *numfields)")
    public static int streamIteratorNextId(ModuleKey key, long id, long numfields) {
        int errno = walkRefusal(key);
        if (errno == 0 && !key.streamWalk().next(open(key, key.key()))) {
            errno = Errno.ENOENT;
        }
        if (errno != 0) {
            return fail(errno);
        }
        if (id != 0) {
            Native.putLong(id, key.streamWalk().cursor().ms());
            Native.putLong(id + SEQ_OFFSET, key.streamWalk().cursor().seq());
        }
        if (numfields != 0) {
            Native.putLong(numfields, key.streamWalk().cursor().fieldCount());
        }
        return ReplyApi.OK;
    }

    /** Goes to the next field of the entry, and gives its name and value; the module owns both. */
    @ModuleFunction(since = "6.2", errno = true, c = "int StreamIteratorNextField(RedisModuleKey *key, "
            + "RedisModuleString **field_ptr, RedisModuleString **value_ptr)")
    public static int streamIteratorNextField(ModuleKey key, long fieldPtr, long valuePtr) {
        int errno = walkRefusal(key);
        if (errno == 0 && !key.streamWalk().nextField(open(key, key.key()))) {
            errno = Errno.ENOENT;
        }
        if (errno != 0) {
            return fail(errno);
        }
        if (fieldPtr != 0) {
            Native.putLong(fieldPtr, string(key, key.streamWalk().cursor().field()));
        }
        if (valuePtr != 0) {
            Native.putLong(valuePtr, string(key, key.streamWalk().cursor().value()));
        }
        return ReplyApi.OK;
    }

    private static long string(ModuleKey key, ListpackReader text) {
        LoadedModule module = key.context().module();
        if (text.isInteger()) {
            return StringApi.create(module, key.context(), Text.bytes(Long.toString(text.integer())));
        }
        long string = StringCell.create(module.memory().strings(), text.address(), text.length());
        key.context().autoMemory().addString(string);
        return string;
    }

    /** Deletes the entry the walk is on, which goes on behind it. */
    @ModuleFunction(since = "6.2", errno = true, c = "int StreamIteratorDelete(RedisModuleKey *key)")
    public static int streamIteratorDelete(ModuleKey key) {
        int errno = walkRefusal(key);
        if (errno == 0 && !key.mayChange()) {
            errno = Errno.EBADF;
        }
        if (errno == 0 && !key.streamWalk().delete(open(key, key.key()))) {
            errno = Errno.ENOENT;
        }
        return answer(errno);
    }

    /** Trims to a length; answers how many entries went, or -1. */
    @ModuleFunction(since = "6.2", errno = true,
            c = "long long StreamTrimByLength(RedisModuleKey *key, int flags, long long length)")
    public static long streamTrimByLength(ModuleKey key, int flags, long length) {
        int errno = length < 0 ? Errno.EINVAL : trimRefusal(key, flags);
        if (errno != 0) {
            Errno.set(errno);
            return NOTHING_TRIMMED;
        }
        return trim(key, options(key).toLength(length, (flags & TRIM_APPROX) != 0));
    }

    private static int trimRefusal(ModuleKey key, int flags) {
        if (key == null || (flags & ~TRIM_APPROX) != 0) {
            return Errno.EINVAL;
        }
        int errno = refusal(key.key());
        return errno == 0 && !key.mayChange() ? Errno.EBADF : errno;
    }

    private static TrimOptions options(ModuleKey key) {
        return new TrimOptions(key.context().engine().streamLimits());
    }

    private static long trim(ModuleKey key, TrimOptions options) {
        return open(key, key.key()).trim(options);
    }

    /** Trims what is before an id; answers how many entries went, or -1. */
    @ModuleFunction(since = "6.2", errno = true,
            c = "long long StreamTrimByID(RedisModuleKey *key, int flags, RedisModuleStreamID *id)")
    public static long streamTrimById(ModuleKey key, int flags, long id) {
        int errno = id == 0 ? Errno.EINVAL : trimRefusal(key, flags);
        if (errno != 0) {
            Errno.set(errno);
            return NOTHING_TRIMMED;
        }
        return trim(key, options(key).toId(read(id), (flags & TRIM_APPROX) != 0));
    }
}
