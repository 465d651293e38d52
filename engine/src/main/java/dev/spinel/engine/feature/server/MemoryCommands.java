package dev.spinel.engine.feature.server;

import dev.spinel.engine.Engine;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.util.Map;

/** MEMORY: exact, because every block has a size and an owner. */
final class MemoryCommands {
    private static final long DEFAULT_SAMPLES = 5;
    private static final byte[] SAMPLES = Text.bytes("samples");
    private static final String[] HELP = {
        "MEMORY <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "DOCTOR",
        "    What looks wrong with memory, in words.",
        "MALLOC-STATS",
        "    The arena's size classes and owners.",
        "PURGE",
        "    Give idle pages back to the system.",
        "STATS",
        "    Where memory goes.",
        "USAGE <key> [SAMPLES <count>]",
        "    Bytes of a key and its value.",
        "HELP",
        "    This text."
    };

    private final Engine engine;
    private final ServerRoom room;

    MemoryCommands(Engine engine, ServerRoom room) {
        this.engine = engine;
        this.room = room;
    }

    void register(CommandTable table) {
        table.add("MEMORY USAGE", MemoryCommands::usage);
        table.add("MEMORY STATS", this::stats);
        table.add("MEMORY DOCTOR", this::doctor);
        table.add("MEMORY PURGE", MemoryCommands::purge);
        table.add("MEMORY MALLOC-STATS", call -> call.reply().verbatim("txt", Text.bytes(Arena.report())));
        table.add("MEMORY HELP", call -> call.reply().help(HELP));
    }

    /** Replies the exact bytes; the number of samples, 0 for all, is for values of modules, which estimate. */
    private static void usage(Call call) {
        long samples = DEFAULT_SAMPLES;
        for (int i = 3; i < call.argCount(); i += 2) {
            if (!call.args().is(i, SAMPLES) || i + 1 == call.argCount()) {
                call.fail(Errors.SYNTAX);
            } else if (call.integer(i + 1) < 0) {
                call.fail(Errors.SYNTAX);
            }
            if (call.failed()) {
                return;
            }
            samples = call.integer(i + 1);
        }
        Key key = call.read(2, Keyspace.PEEK | Keyspace.WITH_EXPIRED);
        if (key.exists()) {
            call.reply().integer(key.memoryBytes(samples == 0 ? Long.MAX_VALUE : samples));
        } else {
            call.reply().nil();
        }
    }

    private static void purge(Call call) {
        Arena.purge();
        call.reply().ok();
    }

    /** A map that counts its own pairs. */
    private static final class Pairs {
        private final ReplyBuilder reply;
        private final long start;
        private int count;

        Pairs(ReplyBuilder reply) {
            this.reply = reply;
            start = reply.defer();
        }

        Pairs integer(String name, long value) {
            name(name);
            reply.integer(value);
            return this;
        }

        Pairs number(String name, double value) {
            name(name);
            reply.number(value);
            return this;
        }

        void name(String name) {
            count++;
            reply.bulk(name);
        }

        void close() {
            reply.closeMap(start, count);
        }
    }

    private void stats(Call call) {
        MemoryReport memory = MemoryReport.of(room);
        Pairs pairs = new Pairs(call.reply());
        pairs.integer("peak.allocated", memory.peak())
                .integer("total.allocated", memory.used())
                .integer("startup.allocated", memory.startup())
                .integer("replication.backlog", room.replication().backlogBytes())
                .integer("clients.slaves", memory.replicas())
                .integer("clients.normal", memory.clients())
                .integer("cluster.links", 0)
                .integer("aof.buffer", memory.journal())
                .integer("lua.caches", 0)
                .integer("functions.caches", 0);
        databases(call.reply(), pairs);
        pairs.integer("overhead.db.hashtable.lut", memory.tables())
                .integer("overhead.db.hashtable.rehashing", 0)
                .integer("overhead.total", memory.overhead())
                .integer("db.dict.rehashing.count", 0)
                .integer("keys.count", memory.keys())
                .integer("keys.bytes-per-key", memory.bytesPerKey())
                .integer("dataset.bytes", memory.dataset())
                .number("dataset.percentage", memory.datasetPercent())
                .number("peak.percentage", memory.peakPercent())
                .integer("allocator.allocated", memory.allocated())
                .integer("allocator.active", memory.active())
                .integer("allocator.resident", memory.resident())
                .integer("allocator.muzzy", 0)
                .number("allocator-fragmentation.ratio", memory.fragmentationRatio())
                .integer("allocator-fragmentation.bytes", memory.active() - memory.allocated())
                .number("allocator-rss.ratio", memory.allocatorResidentRatio())
                .integer("allocator-rss.bytes", memory.resident() - memory.active())
                .number("rss-overhead.ratio", memory.processOverheadRatio())
                .integer("rss-overhead.bytes", memory.processResident() - memory.resident())
                .number("fragmentation", memory.ratio())
                .integer("fragmentation.bytes", memory.dataResident() - memory.used());
        owners(call.reply(), pairs);
        resident(call.reply(), pairs);
        pairs.close();
    }

    private void databases(ReplyBuilder reply, Pairs pairs) {
        for (int i = 0; i < engine.keyspace().databaseCount(); i++) {
            Database database = engine.keyspace().database(i);
            if (database.count() > 0) {
                pairs.name("db." + i);
                reply.map(2);
                reply.bulk("overhead.hashtable.main");
                reply.integer(database.tableBytes());
                reply.bulk("overhead.hashtable.expires");
                reply.integer(0);
            }
        }
    }

    /** Every owner that has memory, so that the sum can be checked: {@code total.allocated}. */
    private static void owners(ReplyBuilder reply, Pairs pairs) {
        pairs.name("spinel.owners");
        Pairs owners = new Pairs(reply);
        for (int tag = 0; tag < MemoryTag.limit(); tag++) {
            if (Arena.usedBytes(tag) > 0) {
                owners.integer(MemoryTag.name(tag), Arena.usedBytes(tag));
            }
        }
        owners.close();
    }

    /** Whose the pages are that the process has: they add up to {@code total}. */
    private void resident(ReplyBuilder reply, Pairs pairs) {
        pairs.name("spinel.resident");
        Pairs parts = new Pairs(reply);
        room.process().residentParts().forEach(parts::integer);
        parts.close();
    }

    private void doctor(Call call) {
        MemoryReport memory = MemoryReport.of(room);
        int clients = engine.clients().count() - room.replication().followerCount();
        Map<String, Long> parts = room.process().residentParts();
        call.reply().verbatim("txt", Text.bytes(MemoryDoctor.diagnosis(memory, clients, parts)
                + MemoryDoctor.whereItGoes(parts)));
    }
}
