package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;

import java.util.random.RandomGenerator;

/** Random memory operands of every form that a code size has. */
final class RandomMemory {
    private RandomMemory() {}

    static Mem draw(RandomGenerator random, int codeSize) {
        int addressSize = addressSize(random, codeSize);
        Mem memory = Mem.NOWHERE.withAddressSize(addressSize);
        memory =
                addressSize == 2
                        ? registers16(random, memory)
                        : registers(random, memory, codeSize);
        if (random.nextInt(4) == 0) {
            memory = memory.seg(segment(random, codeSize));
        }
        return memory.disp(displacement(random, addressSize));
    }

    private static int addressSize(RandomGenerator random, int codeSize) {
        boolean other = random.nextInt(6) == 0;
        return switch (codeSize) {
            case 2 -> other ? 4 : 2;
            case 4 -> other ? 2 : 4;
            default -> other ? 4 : 8;
        };
    }

    private static Mem registers16(RandomGenerator random, Mem memory) {
        int form = random.nextInt(9);
        if (form == 8) {
            return memory;
        }
        Mem based = memory.base(Reg.gpr(Addressing.BASE_16[form], 2));
        int index = Addressing.INDEX_16[form];
        return index == Instruction.NO_REGISTER ? based : based.index(Reg.gpr(index, 2));
    }

    private static Mem registers(RandomGenerator random, Mem memory, int codeSize) {
        int size = memory.addressSize();
        int count = codeSize == 8 ? 16 : 8;
        Mem drawn = memory;
        if (random.nextInt(8) != 0) {
            drawn = drawn.base(Reg.gpr(random.nextInt(count), size));
        } else if (codeSize == 8 && random.nextBoolean()) {
            return drawn.base(Reg.RIP);
        }
        int index = random.nextInt(count);
        boolean indexed = index != 4 && random.nextBoolean();
        return indexed ? drawn.index(Reg.gpr(index, size), 1 << random.nextInt(4)) : drawn;
    }

    private static Reg segment(RandomGenerator random, int codeSize) {
        Reg[] segments = {Reg.FS, Reg.GS, Reg.ES, Reg.CS, Reg.SS, Reg.DS};
        return segments[random.nextInt(codeSize == 8 ? 2 : 6)];
    }

    private static long displacement(RandomGenerator random, int addressSize) {
        return switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> random.nextInt(-128, 128);
            default -> addressSize == 2 ? (short) random.nextInt() : random.nextInt();
        };
    }
}
