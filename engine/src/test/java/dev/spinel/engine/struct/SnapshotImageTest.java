package dev.spinel.engine.struct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Snapshot;
import dev.spinel.engine.struct.packedhash.PackedHash;
import dev.spinel.engine.struct.packedhash.PackedHashCursor;
import dev.spinel.engine.struct.quicklist.Quicklist;
import dev.spinel.engine.struct.quicklist.QuicklistCursor;
import dev.spinel.engine.struct.table.SipHash;
import dev.spinel.engine.struct.tree.ScoreTree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every block of a container reads as it was when a snapshot began, whatever is done to the container since. */
class SnapshotImageTest {
    private static final int ELEMENTS = 5_000;
    private static final int DIRECTORY_PAGE = 1_024;

    private final Map<Long, byte[]> image = new LinkedHashMap<>();
    private final Random random = new Random(11);
    private final SipHash hasher = new SipHash(7, 8);
    private long text;
    private long scratch;

    @BeforeEach
    void allocate() {
        text = Arena.allocate(MemoryTag.SERVER, 512);
        scratch = Arena.allocate(MemoryTag.SERVER, 1 << 17);
        Mem.initFill(text, 512, (byte) 't');
    }

    @AfterEach
    void free() {
        Arena.free(text);
        Arena.free(scratch);
    }

    private long text(int number) {
        Mem.putLong(text, number);
        return text;
    }

    private int anyLength() {
        return 8 + random.nextInt(random.nextInt(20) == 0 ? 400 : 30);
    }

    private void remember(long block, long bytes) {
        image.put(block, Mem.toBytes(block, bytes));
    }

    private void rememberAll(long array) {
        for (int i = 0; i < RefArray.count(array); i += DIRECTORY_PAGE) {
            remember(RefArray.at(array, i), 5L * Math.min(DIRECTORY_PAGE, RefArray.count(array) - i));
        }
    }

    private void rememberBlocks(long array, int from) {
        for (int i = from; i < RefArray.count(array); i++) {
            long block = RefArray.blockAt(array, i);
            if (block != 0) {
                remember(block, Arena.blockSize(block));
            }
        }
    }

    private void duringSnapshot(Runnable changes) {
        Snapshot.begin();
        try {
            changes.run();
            for (Map.Entry<Long, byte[]> block : image.entrySet()) {
                Snapshot.copyOut(block.getKey(), block.getValue().length, scratch);
                assertArrayEquals(block.getValue(), Mem.toBytes(scratch, block.getValue().length));
            }
        } finally {
            Snapshot.end();
            while (Snapshot.reclaim()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void quicklistKeepsItsImage() {
        Quicklist list = new Quicklist().open(Quicklist.create());
        QuicklistCursor cursor = new QuicklistCursor();
        list.limits(16, 300);
        for (int i = 0; i < ELEMENTS; i++) {
            list.pushTail(text(i), anyLength());
        }
        remember(list.root(), 32);
        for (long node = list.firstNode(); node != 0; node = Quicklist.nextNode(node)) {
            remember(node, 24 + Quicklist.payloadBytes(node));
        }
        duringSnapshot(() -> {
            for (int i = 0; i < ELEMENTS; i++) {
                list.seek(cursor, random.nextInt((int) list.count()));
                switch (i % 5) {
                    case 0 -> list.insertAfter(cursor, text(i), anyLength());
                    case 1 -> list.set(cursor, text(i), anyLength());
                    case 2 -> list.deleteThenNext(cursor);
                    case 3 -> list.deleteThenPrevious(cursor);
                    default -> list.pushHead(text(i), anyLength());
                }
            }
            list.deleteRange(10, ELEMENTS / 2);
        });
        Quicklist.free(list.root());
    }

    @Test
    void packedHashKeepsItsImage() {
        PackedHash hash = new PackedHash(hasher).open(PackedHash.create());
        PackedHashCursor cursor = new PackedHashCursor();
        for (int i = 0; i < ELEMENTS * 4; i++) {
            hash.put(text(i), 12, text, anyLength());
        }
        remember(hash.root(), 48);
        rememberAll(hash.root());
        rememberBlocks(hash.root(), 0);
        duringSnapshot(() -> {
            for (int i = 0; i < ELEMENTS * 4; i++) {
                switch (i % 4) {
                    case 0 -> hash.put(text(random.nextInt(ELEMENTS * 8)), 12, text, anyLength());
                    case 1, 2 -> hash.remove(text(random.nextInt(ELEMENTS * 4)), 12);
                    default -> {
                        hash.random(cursor, random);
                        hash.setExpiry(cursor, i);
                    }
                }
            }
        });
        PackedHash.free(hash.root());
    }

    @Test
    void scoreTreeKeepsItsImage() {
        ScoreTree tree = new ScoreTree(hasher).open(ScoreTree.create());
        for (int i = 0; i < ELEMENTS; i++) {
            tree.put(random.nextInt(100), text(i), 12 + i % 7);
        }
        remember(tree.root(), 60);
        rememberAll(tree.root());
        rememberBlocks(tree.root(), 1);
        duringSnapshot(() -> {
            for (int i = 0; i < ELEMENTS; i++) {
                int number = random.nextInt(ELEMENTS * 2);
                if (i % 3 > 0) {
                    tree.put(random.nextInt(100), text(number), 12 + number % 7);
                } else {
                    tree.remove(text(number), 12 + number % 7);
                }
            }
            tree.removeRange(50, ELEMENTS / 2);
        });
        ScoreTree.free(tree.root());
    }
}
