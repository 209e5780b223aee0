package dev.ringmaster.cpu.isa;

/**
 * What selects among the rows of one opcode, packed into an int: the ModRM byte and whether it
 * names a register, REX.W, REX.B and the operand size; beside it, as one bit of four, the class of
 * the mandatory prefix.
 */
final class Key {
    static final int MODRM = 0xff;
    static final int MODRM_REG = 0x38;
    static final int REGISTER = 1 << 8;
    static final int REX_W = 1 << 9;
    static final int REX_B = 1 << 10;
    static final int SIZE_2 = 1 << 11;
    static final int SIZE_4 = 1 << 12;
    static final int SIZE_8 = 1 << 13;

    static final int PREFIX_NONE = 1;
    static final int PREFIX_66 = 2;
    static final int PREFIX_F3 = 4;
    static final int PREFIX_F2 = 8;
    static final int PREFIX_ANY = 15;

    static final String[] MAP_TEXT = {"", "", "0F ", "0F 38 ", "0F 3A "};

    private Key() {}

    /** The class of the last F2 or F3 prefix (0 if there is none), or of 66 without those. */
    static int prefixClass(int repeat, boolean prefix66) {
        return switch (repeat) {
            case 0xf3 -> PREFIX_F3;
            case 0xf2 -> PREFIX_F2;
            default -> prefix66 ? PREFIX_66 : PREFIX_NONE;
        };
    }

    static int of(int modrm, boolean wide, boolean rexB, int operandSize) {
        int key = (modrm & MODRM) | (modrm >= 0xc0 ? REGISTER : 0);
        key |= (wide ? REX_W : 0) | (rexB ? REX_B : 0);
        return key | operandSize << 10; // 2, 4, 8 become SIZE_2, SIZE_4, SIZE_8
    }
}
