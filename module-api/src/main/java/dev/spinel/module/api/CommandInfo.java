package dev.spinel.module.api;

import dev.spinel.engine.command.CommandDocs;
import dev.spinel.engine.command.CommandFacts;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.KeyFlag;
import dev.spinel.engine.command.KeySpec;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.Native;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code RedisModuleCommandInfo}, the struct by which a module describes a command.
 *
 * <pre>
 *   info     0 version | 8 summary | 16 complexity | 24 since | 32 history | 40 tips | 48 arity (int) | 56 key specs
 *            64 args
 *   version  0 number (int) | 8 sizeof history entry | 16 sizeof key spec | 24 sizeof arg
 *   history  0 since | 8 changes                                            ends with since NULL
 *   key spec 0 notes | 8 flags | 16 begin type (int) | 24 begin | 40 find type (int) | 44 find
 *                                                                           ends with begin type 0
 *   arg      0 name | 8 type (int) | 12 key spec index (int) | 16 token | 24 summary | 32 since | 40 flags (int)
 *            48 deprecated since | 56 subargs | 64 display text             ends with name NULL
 * </pre>
 */
final class CommandInfo {
    private static final int SUMMARY_OFFSET = 8;
    private static final int COMPLEXITY_OFFSET = 16;
    private static final int SINCE_OFFSET = 24;
    private static final int HISTORY_OFFSET = 32;
    private static final int TIPS_OFFSET = 40;
    private static final int ARITY_OFFSET = 48;
    private static final int KEY_SPECS_OFFSET = 56;
    private static final int ARGS_OFFSET = 64;
    private static final int HISTORY_SIZE_OFFSET = 8;
    private static final int KEY_SPEC_SIZE_OFFSET = 16;
    private static final int ARG_SIZE_OFFSET = 24;
    private static final int CHANGES_OFFSET = 8;

    private static final int SPEC_FLAGS_OFFSET = 8;
    private static final int BEGIN_TYPE_OFFSET = 16;
    private static final int BEGIN_OFFSET = 24;
    private static final int START_FROM_OFFSET = 32;
    private static final int FIND_TYPE_OFFSET = 40;
    private static final int FIND_OFFSET = 44;
    private static final int BEGIN_UNKNOWN = 1;
    private static final int BEGIN_INDEX = 2;
    private static final int BEGIN_KEYWORD = 3;
    private static final int FIND_OMITTED = 0;
    private static final int FIND_RANGE = 2;
    private static final int FIND_KEY_NUM = 3;
    private static final int ONE_OF_ACCESS = KeyFlag.RO | KeyFlag.RW | KeyFlag.OW | KeyFlag.RM;
    private static final int ONE_OF_CHANGE = KeyFlag.INSERT | KeyFlag.DELETE | KeyFlag.UPDATE;

    private static final int ARG_TYPE_OFFSET = 8;
    private static final int ARG_KEY_SPEC_OFFSET = 12;
    private static final int ARG_TOKEN_OFFSET = 16;
    private static final int ARG_FLAGS_OFFSET = 40;
    private static final int ARG_SUBARGS_OFFSET = 56;
    private static final int ARG_SINCE_OFFSET = 32;
    private static final int ARG_DEPRECATED_OFFSET = 48;
    private static final int ARG_DISPLAY_TEXT_OFFSET = 64;
    private static final String[] ARG_TYPE_NAMES = {
        "string", "integer", "double", "key", "pattern", "unix-time", "pure-token", "oneof", "block"
    };
    private static final int ARG_KEY = 3;
    private static final int ARG_PURE_TOKEN = 6;
    private static final int ARG_ONE_OF = 7;
    private static final int ARG_BLOCK = 8;
    private static final int ARG_OPTIONAL = 1;
    private static final int ARG_MULTIPLE = 1 << 1;
    private static final int ARG_MULTIPLE_TOKEN = 1 << 2;
    private static final int ARG_KNOWN_FLAGS = ARG_OPTIONAL | ARG_MULTIPLE | ARG_MULTIPLE_TOKEN;

    private final ModuleCommand command;
    private final long info;
    private final long version;

    private CommandInfo(ModuleCommand command, long info) {
        this.command = command;
        this.info = info;
        this.version = Native.getLong(info);
    }

    /** Describes {@code command} as the struct says; 0, or the errno of the refusal. */
    static int apply(ModuleCommand command, long info) {
        CommandInfo reader = new CommandInfo(command, info);
        return reader.isValid() ? reader.read() : Errno.EINVAL;
    }

    /**
     * Describes a command; 0, or EEXIST when that was done before.
     *
     * @param arity 0 for the one it has
     * @param specs null for those it has
     * @param tips  null for those it has
     */
    static int describe(ModuleCommand command, CommandDocs.Doc doc, int arity, KeySpec[] specs, List<String> tips) {
        if (command.hasInfo()) {
            return Errno.EEXIST;
        }
        command.hasInfo(true);
        command.row().doc(doc);
        CommandFacts old = command.row().facts();
        command.row().redefine(command.facts(old.fullName(), arity == 0 ? old.arity() : arity, declaredFlags(old),
                old.categories(), specs == null ? specs(old) : specs, tips == null ? old.tips() : tips));
        return 0;
    }

    /** Gives a command other ACL categories. */
    static void redefineCategories(ModuleCommand command, long categories) {
        CommandFacts old = command.row().facts();
        command.row().redefine(command.facts(old.fullName(), old.arity(), declaredFlags(old), categories, specs(old),
                old.tips()));
    }

    private int read() {
        long specs = Native.getLong(info + KEY_SPECS_OFFSET);
        String tips = Native.text(Native.getLong(info + TIPS_OFFSET));
        return describe(command, doc(), Native.getInt(info + ARITY_OFFSET), specs == 0 ? null : readSpecs(specs),
                tips == null ? null : List.of(tips.split(" ", -1)));
    }

    private CommandDocs.Doc doc() {
        return new CommandDocs.Doc(text(info + SUMMARY_OFFSET), text(info + SINCE_OFFSET), "module",
                text(info + COMPLEXITY_OFFSET), false, null, null, history(),
                arguments(Native.getLong(info + ARGS_OFFSET)));
    }

    private static String text(long pointer) {
        return Native.text(Native.getLong(pointer));
    }

    private List<CommandDocs.Change> history() {
        List<CommandDocs.Change> changes = new ArrayList<>();
        long entry = Native.getLong(info + HISTORY_OFFSET);
        for (; entry != 0 && Native.getLong(entry) != 0; entry += size(HISTORY_SIZE_OFFSET)) {
            changes.add(new CommandDocs.Change(text(entry), text(entry + CHANGES_OFFSET)));
        }
        return changes;
    }

    private List<CommandDocs.Argument> arguments(long args) {
        List<CommandDocs.Argument> arguments = new ArrayList<>();
        for (long arg = args; args != 0 && Native.getLong(arg) != 0; arg += size(ARG_SIZE_OFFSET)) {
            int type = Native.getInt(arg + ARG_TYPE_OFFSET);
            int flags = Native.getInt(arg + ARG_FLAGS_OFFSET);
            boolean hasDisplayText = size(ARG_SIZE_OFFSET) > ARG_DISPLAY_TEXT_OFFSET;
            arguments.add(new CommandDocs.Argument(text(arg), ARG_TYPE_NAMES[type],
                    hasDisplayText ? text(arg + ARG_DISPLAY_TEXT_OFFSET) : null,
                    type == ARG_KEY ? Native.getInt(arg + ARG_KEY_SPEC_OFFSET) : -1, text(arg + ARG_TOKEN_OFFSET),
                    text(arg + ARG_SINCE_OFFSET), text(arg + ARG_DEPRECATED_OFFSET), (flags & ARG_OPTIONAL) != 0,
                    (flags & ARG_MULTIPLE) != 0, (flags & ARG_MULTIPLE_TOKEN) != 0,
                    arguments(Native.getLong(arg + ARG_SUBARGS_OFFSET))));
        }
        return arguments;
    }

    private static long declaredFlags(CommandFacts facts) {
        return facts.flags() & ~CommandFlag.MOVABLE_KEYS;
    }

    private static KeySpec[] specs(CommandFacts facts) {
        KeySpec[] specs = new KeySpec[facts.keySpecCount()];
        for (int i = 0; i < specs.length; i++) {
            specs[i] = facts.keySpec(i);
        }
        return specs;
    }

    private KeySpec[] readSpecs(long specs) {
        KeySpec[] read = new KeySpec[count(specs)];
        for (int i = 0; i < read.length; i++) {
            long spec = specs + i * size(KEY_SPEC_SIZE_OFFSET);
            read[i] = new KeySpec((int) Native.getLong(spec + SPEC_FLAGS_OFFSET), begin(spec), find(spec),
                    Native.text(Native.getLong(spec)));
        }
        return read;
    }

    private static KeySpec.Begin begin(long spec) {
        return switch (Native.getInt(spec + BEGIN_TYPE_OFFSET)) {
            case BEGIN_INDEX -> new KeySpec.Index(Native.getInt(spec + BEGIN_OFFSET));
            case BEGIN_KEYWORD -> new KeySpec.Keyword(Native.text(Native.getLong(spec + BEGIN_OFFSET)),
                    Native.getInt(spec + START_FROM_OFFSET));
            default -> KeySpec.UNKNOWN;
        };
    }

    private static KeySpec.Find find(long spec) {
        int first = Native.getInt(spec + FIND_OFFSET);
        int second = Native.getInt(spec + FIND_OFFSET + Integer.BYTES);
        int third = Native.getInt(spec + FIND_OFFSET + 2 * Integer.BYTES);
        return switch (Native.getInt(spec + FIND_TYPE_OFFSET)) {
            case FIND_OMITTED -> new KeySpec.Range(0, 1, 0);
            case FIND_RANGE -> new KeySpec.Range(first, second, third);
            case FIND_KEY_NUM -> new KeySpec.KeyNum(first, second, third);
            default -> KeySpec.UNKNOWN;
        };
    }

    private int count(long specs) {
        int count = 0;
        while (Native.getInt(specs + count * size(KEY_SPEC_SIZE_OFFSET) + BEGIN_TYPE_OFFSET) != 0) {
            count++;
        }
        return count;
    }

    private long size(int offset) {
        return Native.getLong(version + offset);
    }

    private boolean isValid() {
        if (version == 0) {
            return refuse("version missing");
        }
        return isHistoryValid() && areSpecsValid() && areArgsValid(Native.getLong(info + ARGS_OFFSET));
    }

    private boolean isHistoryValid() {
        long history = Native.getLong(info + HISTORY_OFFSET);
        for (int i = 0; history != 0; i++) {
            long entry = history + i * size(HISTORY_SIZE_OFFSET);
            if (Native.getLong(entry) == 0) {
                return true;
            }
            if (Native.getLong(entry + CHANGES_OFFSET) == 0) {
                return refuse("history[" + i + "].changes missing");
            }
        }
        return true;
    }

    private boolean areSpecsValid() {
        long specs = Native.getLong(info + KEY_SPECS_OFFSET);
        int count = specs == 0 ? 0 : count(specs);
        for (int i = 0; i < count; i++) {
            if (!isSpecValid(specs + i * size(KEY_SPEC_SIZE_OFFSET), "key_specs[" + i + "].")) {
                return false;
            }
        }
        return true;
    }

    private boolean isSpecValid(long spec, String where) {
        long flags = Native.getLong(spec + SPEC_FLAGS_OFFSET);
        if (Long.bitCount(flags & ONE_OF_ACCESS) != 1) {
            return refuse(where + "flags: Exactly one of the flags RO, RW, OW, RM required");
        }
        if (Long.bitCount(flags & ONE_OF_CHANGE) > 1) {
            return refuse(where + "flags: INSERT, DELETE and UPDATE are mutually exclusive");
        }
        int begin = Native.getInt(spec + BEGIN_TYPE_OFFSET);
        if (begin < BEGIN_UNKNOWN || begin > BEGIN_KEYWORD) {
            return refuse(where + "begin_search_type: Invalid value " + begin);
        }
        if (begin == BEGIN_KEYWORD && Native.getLong(spec + BEGIN_OFFSET) == 0) {
            return refuse(where + "bs.keyword.keyword required when begin_search_type is KEYWORD");
        }
        int find = Native.getInt(spec + FIND_TYPE_OFFSET);
        return find >= FIND_OMITTED && find <= FIND_KEY_NUM || refuse(where + "find_keys_type: Invalid value " + find);
    }

    private boolean areArgsValid(long args) {
        for (long arg = args; args != 0 && Native.getLong(arg) != 0; arg += size(ARG_SIZE_OFFSET)) {
            if (!isArgValid(arg, "Argument \"" + Native.text(Native.getLong(arg)) + "\": ")) {
                return false;
            }
        }
        return true;
    }

    private boolean isArgValid(long arg, String where) {
        int type = Native.getInt(arg + ARG_TYPE_OFFSET);
        int keySpec = Native.getInt(arg + ARG_KEY_SPEC_OFFSET);
        long subargs = Native.getLong(arg + ARG_SUBARGS_OFFSET);
        if (type < 0 || type >= ARG_TYPE_NAMES.length) {
            return refuse(where + "Undefined type " + type);
        }
        if (type == ARG_PURE_TOKEN && Native.getLong(arg + ARG_TOKEN_OFFSET) == 0) {
            return refuse(where + "token required when type is PURE_TOKEN");
        }
        if (type == ARG_KEY && keySpec < 0) {
            return refuse(where + "key_spec_index required when type is KEY");
        }
        if (type != ARG_KEY && keySpec != -1 && keySpec != 0) {
            return refuse(where + "key_spec_index specified but type isn't KEY");
        }
        if ((Native.getInt(arg + ARG_FLAGS_OFFSET) & ~ARG_KNOWN_FLAGS) != 0) {
            return refuse(where + "Invalid flags");
        }
        if (type == ARG_ONE_OF || type == ARG_BLOCK) {
            return subargs == 0 ? refuse(where + "subargs required when type is ONEOF or BLOCK")
                    : areArgsValid(subargs);
        }
        return subargs == 0 || refuse(where + "subargs specified but type isn't ONEOF nor BLOCK");
    }

    private boolean refuse(String reason) {
        command.module().server().log(OperatorLog.WARNING, "Invalid command info: " + reason);
        return false;
    }
}
