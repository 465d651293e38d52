/* Sizes and offsets that compiled modules rely on; a wrong one does not compile. */
#include "redismodule.h"
#include <stddef.h>

#define SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), #type)
#define OFFSET(type, field, bytes) _Static_assert(offsetof(type, field) == (bytes), #type "." #field)

SIZE(RedisModuleTypeMethods, 152);
OFFSET(RedisModuleTypeMethods, version, 0);
OFFSET(RedisModuleTypeMethods, rdb_load, 8);
OFFSET(RedisModuleTypeMethods, rdb_save, 16);
OFFSET(RedisModuleTypeMethods, aof_rewrite, 24);
OFFSET(RedisModuleTypeMethods, mem_usage, 32);
OFFSET(RedisModuleTypeMethods, digest, 40);
OFFSET(RedisModuleTypeMethods, free, 48);
OFFSET(RedisModuleTypeMethods, aux_load, 56);
OFFSET(RedisModuleTypeMethods, aux_save, 64);
OFFSET(RedisModuleTypeMethods, aux_save_triggers, 72);
OFFSET(RedisModuleTypeMethods, free_effort, 80);
OFFSET(RedisModuleTypeMethods, unlink, 88);
OFFSET(RedisModuleTypeMethods, copy, 96);

SIZE(RedisModuleEvent, 16);
OFFSET(RedisModuleEvent, id, 0);
OFFSET(RedisModuleEvent, dataver, 8);

SIZE(RedisModuleStreamID, 16);
OFFSET(RedisModuleStreamID, ms, 0);
OFFSET(RedisModuleStreamID, seq, 8);

SIZE(RedisModuleClientInfoV1, 80);
OFFSET(RedisModuleClientInfoV1, version, 0);
OFFSET(RedisModuleClientInfoV1, flags, 8);
OFFSET(RedisModuleClientInfoV1, id, 16);
OFFSET(RedisModuleClientInfoV1, addr, 24);
OFFSET(RedisModuleClientInfoV1, port, 70);
OFFSET(RedisModuleClientInfoV1, db, 72);

SIZE(RedisModuleReplicationInfoV1, 64);
OFFSET(RedisModuleReplicationInfoV1, version, 0);
OFFSET(RedisModuleReplicationInfoV1, master, 8);
OFFSET(RedisModuleReplicationInfoV1, masterhost, 16);
OFFSET(RedisModuleReplicationInfoV1, masterport, 24);
OFFSET(RedisModuleReplicationInfoV1, replid1, 32);
OFFSET(RedisModuleReplicationInfoV1, replid2, 40);
OFFSET(RedisModuleReplicationInfoV1, repl1_offset, 48);
OFFSET(RedisModuleReplicationInfoV1, repl2_offset, 56);

SIZE(RedisModuleFlushInfoV1, 16);
OFFSET(RedisModuleFlushInfoV1, version, 0);
OFFSET(RedisModuleFlushInfoV1, sync, 8);
OFFSET(RedisModuleFlushInfoV1, dbnum, 12);

SIZE(RedisModuleModuleChangeV1, 24);
OFFSET(RedisModuleModuleChangeV1, version, 0);
OFFSET(RedisModuleModuleChangeV1, module_name, 8);
OFFSET(RedisModuleModuleChangeV1, module_version, 16);

SIZE(RedisModuleConfigChangeV1, 24);
OFFSET(RedisModuleConfigChangeV1, version, 0);
OFFSET(RedisModuleConfigChangeV1, num_changes, 8);
OFFSET(RedisModuleConfigChangeV1, config_names, 16);

SIZE(RedisModuleCronLoopV1, 16);
OFFSET(RedisModuleCronLoopV1, version, 0);
OFFSET(RedisModuleCronLoopV1, hz, 8);

SIZE(RedisModuleLoadingProgressV1, 16);
OFFSET(RedisModuleLoadingProgressV1, version, 0);
OFFSET(RedisModuleLoadingProgressV1, hz, 8);
OFFSET(RedisModuleLoadingProgressV1, progress, 12);

SIZE(RedisModuleSwapDbInfoV1, 16);
OFFSET(RedisModuleSwapDbInfoV1, version, 0);
OFFSET(RedisModuleSwapDbInfoV1, dbnum_first, 8);
OFFSET(RedisModuleSwapDbInfoV1, dbnum_second, 12);

SIZE(RedisModuleKeyInfoV1, 16);
OFFSET(RedisModuleKeyInfoV1, version, 0);
OFFSET(RedisModuleKeyInfoV1, key, 8);

SIZE(RedisModuleCommandInfo, 72);
OFFSET(RedisModuleCommandInfo, version, 0);
OFFSET(RedisModuleCommandInfo, summary, 8);
OFFSET(RedisModuleCommandInfo, complexity, 16);
OFFSET(RedisModuleCommandInfo, since, 24);
OFFSET(RedisModuleCommandInfo, history, 32);
OFFSET(RedisModuleCommandInfo, tips, 40);
OFFSET(RedisModuleCommandInfo, arity, 48);
OFFSET(RedisModuleCommandInfo, key_specs, 56);
OFFSET(RedisModuleCommandInfo, args, 64);

SIZE(RedisModuleCommandInfoVersion, 32);
OFFSET(RedisModuleCommandInfoVersion, version, 0);
OFFSET(RedisModuleCommandInfoVersion, sizeof_historyentry, 8);
OFFSET(RedisModuleCommandInfoVersion, sizeof_keyspec, 16);
OFFSET(RedisModuleCommandInfoVersion, sizeof_arg, 24);

SIZE(RedisModuleCommandHistoryEntry, 16);
OFFSET(RedisModuleCommandHistoryEntry, since, 0);
OFFSET(RedisModuleCommandHistoryEntry, changes, 8);

SIZE(RedisModuleCommandKeySpec, 56);
OFFSET(RedisModuleCommandKeySpec, notes, 0);
OFFSET(RedisModuleCommandKeySpec, flags, 8);
OFFSET(RedisModuleCommandKeySpec, begin_search_type, 16);
OFFSET(RedisModuleCommandKeySpec, bs, 24);
OFFSET(RedisModuleCommandKeySpec, bs.index.pos, 24);
OFFSET(RedisModuleCommandKeySpec, bs.keyword.keyword, 24);
OFFSET(RedisModuleCommandKeySpec, bs.keyword.startfrom, 32);
OFFSET(RedisModuleCommandKeySpec, find_keys_type, 40);
OFFSET(RedisModuleCommandKeySpec, fk, 44);
OFFSET(RedisModuleCommandKeySpec, fk.range.lastkey, 44);
OFFSET(RedisModuleCommandKeySpec, fk.range.keystep, 48);
OFFSET(RedisModuleCommandKeySpec, fk.range.limit, 52);
OFFSET(RedisModuleCommandKeySpec, fk.keynum.keynumidx, 44);
OFFSET(RedisModuleCommandKeySpec, fk.keynum.firstkey, 48);
OFFSET(RedisModuleCommandKeySpec, fk.keynum.keystep, 52);

SIZE(RedisModuleCommandArg, 72);
OFFSET(RedisModuleCommandArg, name, 0);
OFFSET(RedisModuleCommandArg, type, 8);
OFFSET(RedisModuleCommandArg, key_spec_index, 12);
OFFSET(RedisModuleCommandArg, token, 16);
OFFSET(RedisModuleCommandArg, summary, 24);
OFFSET(RedisModuleCommandArg, since, 32);
OFFSET(RedisModuleCommandArg, flags, 40);
OFFSET(RedisModuleCommandArg, deprecated_since, 48);
OFFSET(RedisModuleCommandArg, subargs, 56);
OFFSET(RedisModuleCommandArg, display_text, 64);
