package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.OperandKind;

/** The registers by name, each with its kind, number and size as in {@link Instruction}. */
public enum Reg implements Operand {
    // General registers: 64, 32, 16 and 8 bits.
    RAX(OperandKind.GPR, 0, 8),
    RCX(OperandKind.GPR, 1, 8),
    RDX(OperandKind.GPR, 2, 8),
    RBX(OperandKind.GPR, 3, 8),
    RSP(OperandKind.GPR, 4, 8),
    RBP(OperandKind.GPR, 5, 8),
    RSI(OperandKind.GPR, 6, 8),
    RDI(OperandKind.GPR, 7, 8),
    R8(OperandKind.GPR, 8, 8),
    R9(OperandKind.GPR, 9, 8),
    R10(OperandKind.GPR, 10, 8),
    R11(OperandKind.GPR, 11, 8),
    R12(OperandKind.GPR, 12, 8),
    R13(OperandKind.GPR, 13, 8),
    R14(OperandKind.GPR, 14, 8),
    R15(OperandKind.GPR, 15, 8),
    // 32 bits.
    EAX(OperandKind.GPR, 0, 4),
    ECX(OperandKind.GPR, 1, 4),
    EDX(OperandKind.GPR, 2, 4),
    EBX(OperandKind.GPR, 3, 4),
    ESP(OperandKind.GPR, 4, 4),
    EBP(OperandKind.GPR, 5, 4),
    ESI(OperandKind.GPR, 6, 4),
    EDI(OperandKind.GPR, 7, 4),
    R8D(OperandKind.GPR, 8, 4),
    R9D(OperandKind.GPR, 9, 4),
    R10D(OperandKind.GPR, 10, 4),
    R11D(OperandKind.GPR, 11, 4),
    R12D(OperandKind.GPR, 12, 4),
    R13D(OperandKind.GPR, 13, 4),
    R14D(OperandKind.GPR, 14, 4),
    R15D(OperandKind.GPR, 15, 4),
    // 16 bits.
    AX(OperandKind.GPR, 0, 2),
    CX(OperandKind.GPR, 1, 2),
    DX(OperandKind.GPR, 2, 2),
    BX(OperandKind.GPR, 3, 2),
    SP(OperandKind.GPR, 4, 2),
    BP(OperandKind.GPR, 5, 2),
    SI(OperandKind.GPR, 6, 2),
    DI(OperandKind.GPR, 7, 2),
    R8W(OperandKind.GPR, 8, 2),
    R9W(OperandKind.GPR, 9, 2),
    R10W(OperandKind.GPR, 10, 2),
    R11W(OperandKind.GPR, 11, 2),
    R12W(OperandKind.GPR, 12, 2),
    R13W(OperandKind.GPR, 13, 2),
    R14W(OperandKind.GPR, 14, 2),
    R15W(OperandKind.GPR, 15, 2),
    // 8 bits; SPL to DIL exist in 64-bit code.
    AL(OperandKind.GPR, 0, 1),
    CL(OperandKind.GPR, 1, 1),
    DL(OperandKind.GPR, 2, 1),
    BL(OperandKind.GPR, 3, 1),
    SPL(OperandKind.GPR, 4, 1),
    BPL(OperandKind.GPR, 5, 1),
    SIL(OperandKind.GPR, 6, 1),
    DIL(OperandKind.GPR, 7, 1),
    R8B(OperandKind.GPR, 8, 1),
    R9B(OperandKind.GPR, 9, 1),
    R10B(OperandKind.GPR, 10, 1),
    R11B(OperandKind.GPR, 11, 1),
    R12B(OperandKind.GPR, 12, 1),
    R13B(OperandKind.GPR, 13, 1),
    R14B(OperandKind.GPR, 14, 1),
    R15B(OperandKind.GPR, 15, 1),
    // Bits 15:8; not together with a register that 64-bit code added.
    AH(OperandKind.GPR, 16, 1),
    CH(OperandKind.GPR, 17, 1),
    DH(OperandKind.GPR, 18, 1),
    BH(OperandKind.GPR, 19, 1),
    // Segment registers.
    ES(OperandKind.SEGMENT, 0, 2),
    CS(OperandKind.SEGMENT, 1, 2),
    SS(OperandKind.SEGMENT, 2, 2),
    DS(OperandKind.SEGMENT, 3, 2),
    FS(OperandKind.SEGMENT, 4, 2),
    GS(OperandKind.SEGMENT, 5, 2),
    // Control registers.
    CR0(OperandKind.CONTROL, 0, 8),
    CR2(OperandKind.CONTROL, 2, 8),
    CR3(OperandKind.CONTROL, 3, 8),
    CR4(OperandKind.CONTROL, 4, 8),
    CR8(OperandKind.CONTROL, 8, 8),
    // Debug registers.
    DR0(OperandKind.DEBUG, 0, 8),
    DR1(OperandKind.DEBUG, 1, 8),
    DR2(OperandKind.DEBUG, 2, 8),
    DR3(OperandKind.DEBUG, 3, 8),
    DR4(OperandKind.DEBUG, 4, 8),
    DR5(OperandKind.DEBUG, 5, 8),
    DR6(OperandKind.DEBUG, 6, 8),
    DR7(OperandKind.DEBUG, 7, 8),
    // MMX registers.
    MM0(OperandKind.MMX, 0, 8),
    MM1(OperandKind.MMX, 1, 8),
    MM2(OperandKind.MMX, 2, 8),
    MM3(OperandKind.MMX, 3, 8),
    MM4(OperandKind.MMX, 4, 8),
    MM5(OperandKind.MMX, 5, 8),
    MM6(OperandKind.MMX, 6, 8),
    MM7(OperandKind.MMX, 7, 8),
    // SSE registers.
    XMM0(OperandKind.XMM, 0, 16),
    XMM1(OperandKind.XMM, 1, 16),
    XMM2(OperandKind.XMM, 2, 16),
    XMM3(OperandKind.XMM, 3, 16),
    XMM4(OperandKind.XMM, 4, 16),
    XMM5(OperandKind.XMM, 5, 16),
    XMM6(OperandKind.XMM, 6, 16),
    XMM7(OperandKind.XMM, 7, 16),
    XMM8(OperandKind.XMM, 8, 16),
    XMM9(OperandKind.XMM, 9, 16),
    XMM10(OperandKind.XMM, 10, 16),
    XMM11(OperandKind.XMM, 11, 16),
    XMM12(OperandKind.XMM, 12, 16),
    XMM13(OperandKind.XMM, 13, 16),
    XMM14(OperandKind.XMM, 14, 16),
    XMM15(OperandKind.XMM, 15, 16),
    /** The base of addresses relative to the next instruction. */
    RIP(OperandKind.NONE, Instruction.RIP, 8);

    private final OperandKind kind;
    private final int number;
    private final int size;

    Reg(OperandKind kind, int number, int size) {
        this.kind = kind;
        this.number = number;
        this.size = size;
    }

    /** What kind of register it is. */
    public OperandKind kind() {
        return kind;
    }

    /** Its number as an operand. */
    public int number() {
        return number;
    }

    /** Its size in bytes. */
    public int size() {
        return size;
    }

    /** The general register with this number and size: {@code gpr(0, 8)} is RAX. */
    public static Reg gpr(int number, int size) {
        return of(OperandKind.GPR, number, size);
    }

    /** The SSE register with this number. */
    public static Reg xmm(int number) {
        return of(OperandKind.XMM, number, 16);
    }

    private static Reg of(OperandKind kind, int number, int size) {
        for (Reg reg : values()) {
            if (reg.kind == kind && reg.number == number && reg.size == size) {
                return reg;
            }
        }
        throw new IllegalArgumentException(kind + " " + number + " of " + size + " bytes");
    }

    /** The same general register in another size. */
    public Reg sized(int bytes) {
        return gpr(number, bytes);
    }
}
