package dev.ringmaster.vmx.exit;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.guest.PortAccess;
import dev.ringmaster.cpu.guest.TableInstruction;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.state.Bits;

/**
 * What an exit says of the operands of its instruction: {@code VMX_INSTRUCTION_INFO}, and the
 * displacement that goes to the exit qualification.
 *
 * @sdm Vol. 3C, Information for VM Exits Due to Instruction Execution
 */
public final class InstructionInformation {
    private static final long REGISTER_FORM = 1 << 10;
    private static final long INDEX_INVALID = 1 << 22;
    private static final long BASE_INVALID = 1 << 27;
    private static final int FIRST_REGISTER = 3;
    private static final int SECOND_REGISTER = 28;
    private static final int IDENTITY = 28;

    private InstructionInformation() {}

    /** Address of the memory operand alone: VMCLEAR, VMPTRLD, VMPTRST, VMXON. */
    public static long memory(Instruction i) {
        long info = scale(i) | addressSize(i.addressSize()) | (long) i.segment() << 15;
        info |= i.index() < 0 ? INDEX_INVALID : (long) i.index() << 18;
        boolean base = i.base() >= 0 && i.base() != Instruction.RIP;
        return info | (base ? (long) i.base() << 23 : BASE_INVALID);
    }

    /** A memory operand and a register operand: INVEPT, INVVPID, INVPCID. */
    public static long memoryAndRegister(Instruction i, int register) {
        return memory(i) | (long) register << SECOND_REGISTER;
    }

    /** VMREAD and VMWRITE: {@code place} is memory or a register, {@code field} a register. */
    public static long fieldAccess(Instruction i, int place, int field) {
        long where =
                i.isMemory(place)
                        ? memory(i)
                        : REGISTER_FORM | (long) i.register(place) << FIRST_REGISTER;
        return where | (long) i.register(field) << SECOND_REGISTER;
    }

    /** RDRAND and RDSEED. */
    public static long destination(Instruction i) {
        return (long) i.register(0) << FIRST_REGISTER | (long) log2(i.size(0) >> 1) << 11;
    }

    /** INS and OUTS. */
    public static long string(PortAccess access) {
        return addressSize(access.addressSize())
                | (access.in() ? 0 : (long) access.segment() << 15);
    }

    /** LGDT, LIDT, SGDT, SIDT. */
    public static long descriptorTable(Instruction i, TableInstruction which) {
        long size = i.operandSize() == 2 ? 0 : 1 << 11;
        return memory(i) | size | (long) which.ordinal() << IDENTITY;
    }

    /** LLDT, LTR, SLDT, STR. */
    public static long system(Instruction i, TableInstruction which) {
        long where =
                i.isMemory(0) ? memory(i) : REGISTER_FORM | (long) i.register(0) << FIRST_REGISTER;
        return where | (long) (which.ordinal() - TableInstruction.SLDT.ordinal()) << IDENTITY;
    }

    /**
     * The displacement of the memory operand, with RIP where the address is relative to it; 0 if
     * there is no memory operand.
     *
     * @sdm Vol. 3C, Basic VM-Exit Information
     */
    public static long displacement(Cpu cpu, Instruction i) {
        for (int n = 0; n < i.operands(); n++) {
            if (i.isMemory(n)) {
                long rip = i.base() == Instruction.RIP ? cpu.state.rip : 0;
                return Bits.zeroExtend(i.displacement() + rip, i.addressSize());
            }
        }
        return 0;
    }

    private static long scale(Instruction i) {
        return i.index() < 0 ? 0 : log2(i.scale());
    }

    private static long addressSize(int bytes) {
        return (long) log2(bytes >> 1) << 7;
    }

    private static int log2(int value) {
        return Integer.numberOfTrailingZeros(value);
    }
}
