package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/** Runs in a process of its own with the checks on; does one wrong thing and prints the report it caused. */
final class CheckedProgram {
    private CheckedProgram() {}

    public static void main(String[] args) {
        try {
            doWrong(args[0]);
            System.out.print("unnoticed");
        } catch (BrokenInvariant e) {
            System.out.print(e.getMessage());
        }
    }

    private static void doWrong(String mistake) {
        long block = Arena.allocate(MemoryTag.VALUE, 100);
        switch (mistake) {
            case "nothing" -> beCorrect(block);
            case "read past the end" -> Mem.getByte(block + 100);
            case "read across the end" -> Mem.getLong(block + 93);
            case "write before the start" -> Mem.putByte(block - 1, (byte) 0);
            case "write outside the arena" -> Mem.putByte(1000, (byte) 0);
            case "use after free" -> {
                Arena.free(block);
                Mem.getByte(block);
            }
            case "free twice" -> {
                Arena.free(block);
                Arena.free(block);
            }
            case "foreign overrun" -> {
                UnsafeApi.putByte(block + 101, (byte) 1);
                Arena.free(block);
            }
            case "foreign write after free" -> {
                Arena.free(block);
                UnsafeApi.putByte(block + 50, (byte) 1);
                Arena.purge();
            }
            case "initialise what a snapshot wants" -> {
                Snapshot.begin();
                Mem.initByte(block, (byte) 1);
            }
            default -> throw new IllegalArgumentException(mistake);
        }
    }

    private static void beCorrect(long block) {
        Mem.putByte(block + 99, (byte) 1);
        Mem.copyIn(new byte[4], 0, block + 96, 4);
        Mem.fill(block + 100, 0, (byte) 1);
        Mem.putByte(block + Arena.blockSize(block) - 1, (byte) 1);
        long moved = Arena.reallocate(block, 5000);
        Mem.putByte(moved + 4999, (byte) 1);
        Arena.free(moved);
        Arena.purge();
    }
}
