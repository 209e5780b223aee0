package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;

import java.io.ByteArrayOutputStream;

/**
 * The encoding of a memory operand: ModRM without its reg field, SIB, displacement.
 *
 * @param modrm mod and rm
 * @param sib the SIB byte or -1
 * @param rex what it asks of REX.X and REX.B
 * @param displacement the value
 * @param displacementSize 0, 1, 2 or 4
 */
record AddressForm(int modrm, int sib, int rex, long displacement, int displacementSize) {

    /** The shortest form, or null if there is none. */
    static AddressForm of(Instruction in) {
        return in.addressSize() == 2 ? of16(in) : of32(in);
    }

    private static AddressForm of16(Instruction in) {
        long displacement = (short) in.displacement();
        if (in.base() < 0 && in.index() < 0) {
            return new AddressForm(6, -1, 0, displacement, 2);
        }
        for (int rm = 0; rm < 8; rm++) {
            if (Addressing.BASE_16[rm] == in.base() && Addressing.INDEX_16[rm] == in.index()) {
                int size = displacementSize(displacement, rm == 6, 2);
                return new AddressForm(mod(size) | rm, -1, 0, displacement, size);
            }
        }
        return null;
    }

    private static AddressForm of32(Instruction in) {
        long displacement = in.addressSize() == 4 ? (int) in.displacement() : in.displacement();
        if (!Ranges.isSigned(displacement, 4) || in.index() == 4) {
            return null;
        }
        if (in.base() == Instruction.RIP) {
            boolean possible = in.codeSize() == 8 && in.index() < 0;
            return possible ? new AddressForm(5, -1, 0, displacement, 4) : null;
        }
        return in.base() < 0 ? withoutBase(in, displacement) : withBase(in, displacement);
    }

    private static AddressForm withoutBase(Instruction in, long displacement) {
        if (in.index() < 0 && in.codeSize() != 8) {
            return new AddressForm(5, -1, 0, displacement, 4);
        }
        return new AddressForm(4, sib(in, 5), rexX(in), displacement, 4);
    }

    private static AddressForm withBase(Instruction in, long displacement) {
        int low = in.base() & 7;
        int size = displacementSize(displacement, low == 5, 4);
        int rex = in.base() >> 3 | rexX(in);
        if (in.index() < 0 && low != 4) {
            return new AddressForm(mod(size) | low, -1, rex, displacement, size);
        }
        return new AddressForm(mod(size) | 4, sib(in, low), rex, displacement, size);
    }

    private static int sib(Instruction in, int base) {
        int scale = in.index() < 0 ? 0 : Integer.numberOfTrailingZeros(in.scale());
        int index = in.index() < 0 ? 4 : in.index() & 7;
        return scale << 6 | index << 3 | base;
    }

    private static int rexX(Instruction in) {
        return in.index() >= 8 ? 2 : 0;
    }

    private static int displacementSize(long displacement, boolean needed, int large) {
        if (displacement == 0 && !needed) {
            return 0;
        }
        return Ranges.isSigned(displacement, 1) ? 1 : large;
    }

    private static int mod(int displacementSize) {
        return displacementSize == 0 ? 0 : displacementSize == 1 ? 0x40 : 0x80;
    }

    int length() {
        return (sib < 0 ? 1 : 2) + displacementSize;
    }

    void write(ByteArrayOutputStream out, int reg) {
        out.write(modrm | reg << 3);
        if (sib >= 0) {
            out.write(sib);
        }
        for (int n = 0; n < displacementSize; n++) {
            out.write((int) (displacement >> 8 * n));
        }
    }
}
