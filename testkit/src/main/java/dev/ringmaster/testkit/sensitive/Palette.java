package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.OperandKind;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What general registers, stack and memory operands hold before an instruction, the same in every
 * state that is compared. Stack and memory hold five slots of the operand's size: a selector (a
 * valid offset, too), a selector of code, flags, a stack pointer, a selector for it. Every
 * instruction meets every palette.
 */
enum Palette {
    /** Small numbers, and pointers to memory. */
    NUMBERS(0, 0, 3, new long[] {1, 0, 0, Layout.DATA}),
    /** The guest's own segments. */
    USER(Layout.USER_DATA, Layout.USER_CODE, Layout.USER_DATA, null),
    /** The guest's own data. */
    DATA(Layout.USER_DATA, Layout.USER_DATA, Layout.USER_DATA, null),
    /** Segments of ring 0. */
    KERNEL(Layout.KERNEL_DATA, Layout.KERNEL_CODE, Layout.KERNEL_DATA, null),
    /** Segments of ring 1. */
    RING1(Layout.RING1_DATA, Layout.RING1_CODE, Layout.RING1_DATA, null),
    /** Conforming code. */
    CONFORMING(Layout.CONFORMING, Layout.CONFORMING, Layout.USER_DATA, null),
    /** A call gate. */
    GATE(Layout.CALL_GATE, Layout.CALL_GATE, Layout.USER_DATA, null),
    /** A local descriptor table. */
    TABLE(Layout.LDT_SELECTOR, Layout.LDT_SELECTOR, Layout.KERNEL_DATA, null),
    /** A task that waits. */
    TASK(Layout.TSS_AVAILABLE, Layout.TSS_AVAILABLE, Layout.KERNEL_DATA, null),
    /** The number and a value of a model-specific register that every processor has. */
    MODEL_SPECIFIC(0, 0, 3, new long[] {0x200, Msr.SYSENTER_EIP, 0, Layout.DATA});

    private static final long FLAGS = 0x3002;

    private final int first;
    private final int code;
    private final int stack;
    private final long[] registers;

    Palette(int first, int code, int stack, long[] registers) {
        this.first = first;
        this.code = code;
        this.stack = stack;
        this.registers = registers;
    }

    /** Fills the registers from RAX to RBX, and R8 upwards. */
    void registers(long[] gpr) {
        Arrays.fill(gpr, 0, 4, first);
        Arrays.fill(gpr, 8, 16, first);
        if (registers != null) {
            System.arraycopy(registers, 0, gpr, 0, 4);
        }
    }

    /** The status flags before the instruction. */
    long status() {
        return this == NUMBERS ? 0 : Rflags.STATUS;
    }

    /** Whether it is one of those under which dimensions are varied one by one. */
    boolean plain() {
        return this == NUMBERS || this == USER;
    }

    /** Writes the slots for {@code instruction} at {@code address}. */
    void slots(byte[] memory, int address, Instruction instruction) {
        int size = Math.max(2, instruction.operandSize());
        ByteBuffer buffer = ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN);
        long[] values = {first, code, FLAGS, Layout.STACK + 0x80, stack};
        for (int n = 0; n < values.length; n++) {
            switch (size) {
                case 2 -> buffer.putShort(address + 2 * n, (short) values[n]);
                case 4 -> buffer.putInt(address + 4 * n, (int) values[n]);
                default -> buffer.putLong(address + 8 * n, values[n]);
            }
        }
    }

    /** The bytes of a form; a far pointer in them leads to the palette's code. */
    byte[] bytes(Form form) {
        byte[] bytes = form.bytes();
        Instruction i = form.instruction();
        if (i.operands() > 0 && i.kind(0) == OperandKind.FAR_POINTER) {
            bytes[bytes.length - 2] = (byte) code;
            bytes[bytes.length - 1] = (byte) (code >> 8);
        }
        return bytes;
    }
}
