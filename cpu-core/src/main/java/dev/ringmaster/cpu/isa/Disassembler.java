package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;

/**
 * Writes instructions in Intel's syntax, as {@code objdump -M intel} does: {@code add QWORD PTR
 * [rbx+rcx*8+0x10],rax}. Two things are plainer than there: x87 arithmetic that the model knows
 * only as encoding is {@code x87} with its memory operand, and no symbols are named.
 */
public final class Disassembler {
    private static final String[] CONDITIONS = {
        "o", "no", "b", "ae", "e", "ne", "be", "a", "s", "ns", "p", "np", "l", "ge", "le", "g"
    };
    private static final String[] COMPARISONS = {
        "eq", "lt", "le", "unord", "neq", "nlt", "nle", "ord"
    };
    private static final String[] PREFETCHES = {
        "prefetchnta", "prefetcht0", "prefetcht1", "prefetcht2"
    };

    private Disassembler() {}

    /** The instruction's text; branch targets are relative to its own start, as {@code $+0x10}. */
    public static String text(Instruction instruction) {
        return text(instruction, null);
    }

    /** The text of an instruction that stands at this address (its offset in the code segment). */
    public static String text(Instruction instruction, long address) {
        return text(instruction, Long.valueOf(address));
    }

    private static String text(Instruction i, Long address) {
        String word = prefixes(i) + mnemonic(i);
        String operands = operands(i, address);
        return operands.isEmpty() ? word : word + " " + operands;
    }

    private static String prefixes(Instruction i) {
        return (i.lock() ? "lock " : "") + repeat(i);
    }

    private static String repeat(Instruction i) {
        if (i.repeat() == 0) {
            return "";
        }
        boolean compares = i.mnemonic() == Mnemonic.CMPS || i.mnemonic() == Mnemonic.SCAS;
        if (i.repeat() == Instruction.REP) {
            return StringOperands.isString(i.mnemonic()) && !compares ? "rep " : "repz ";
        }
        return isNearBranch(i) ? "bnd " : "repnz ";
    }

    private static boolean isNearBranch(Instruction i) {
        return switch (i.mnemonic()) {
            case JMP, JCC, CALL, RET -> true;
            default -> false;
        };
    }

    private static String mnemonic(Instruction i) {
        String word = i.mnemonic().text();
        return switch (i.mnemonic()) {
            case JCC, SETCC, CMOVCC -> word + CONDITIONS[i.condition()];
            case JCXZ -> i.addressSize() == 2 ? "jcxz" : i.addressSize() == 4 ? "jecxz" : "jrcxz";
            case XLATB -> "xlat";
            case WAIT -> "fwait";
            case NOP -> isExchange(i) ? "xchg ax,ax" : word;
            case SYSRET, SYSEXIT -> i.codeSize() == 8 ? word + suffix(i) : word;
            case IRET, RETF -> word + suffix(i, i.codeSize() == 8 ? 4 : i.codeSize());
            case PUSHF, POPF, PUSHA, POPA, ENTER, LEAVE -> word + suffix(i, i.codeSize());
            case FXSAVE, FXRSTOR, XSAVE, XSAVEC, XSAVEOPT, XSAVES, XRSTOR, XRSTORS ->
                    i.operandSize() == 8 ? word + "64" : word;
            case ENDBR -> i.modrm() == 0xfb ? "endbr32" : word;
            case PREFETCH -> prefetch(i, word);
            case CMPPS, CMPPD, CMPSS, CMPSD_SSE -> comparison(i, word);
            case MOV -> isAbsolute(i) ? "movabs" : word;
            default -> word;
        };
    }

    private static String suffix(Instruction i, int usual) {
        return i.operandSize() == usual ? "" : suffix(i);
    }

    private static String suffix(Instruction i) {
        return i.operandSize() == 2 ? "w" : i.operandSize() == 4 ? "d" : "q";
    }

    /** Whether it is the one-byte NOP with a prefix 66 in 32-bit or 64-bit code. */
    private static boolean isExchange(Instruction i) {
        return i.map() == 1 && i.operandSize() == 2 && i.codeSize() != 2;
    }

    private static String prefetch(Instruction i, String word) {
        int hint = i.modrm() >> 3 & 7;
        if (i.opcode() == 0x18) {
            return PREFETCHES[hint & 3];
        }
        return hint == 1 ? "prefetchw" : word;
    }

    private static String comparison(Instruction i, String word) {
        boolean named = i.immediate() >= 0 && i.immediate() < 8;
        return named ? "cmp" + COMPARISONS[(int) i.immediate()] + word.substring(3) : word;
    }

    private static boolean isAbsolute(Instruction i) {
        boolean offset = i.map() == 1 && i.opcode() >= 0xa0 && i.opcode() <= 0xa3;
        return offset && i.addressSize() == 8 || i.immediateSize() == 8;
    }

    private static String operands(Instruction i, Long address) {
        if (StringOperands.isString(i.mnemonic()) || i.mnemonic() == Mnemonic.XLATB) {
            return StringOperands.text(i);
        }
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < i.operands(); n++) {
            if (!(n == 2 && i.mnemonic().text().startsWith("cmp") && i.immediate() < 8)) {
                text.append(n == 0 ? "" : ",").append(operand(i, n, address));
            }
        }
        return text.toString();
    }

    private static String operand(Instruction i, int n, Long address) {
        return switch (i.kind(n)) {
            case NONE -> "";
            case GPR -> Registers.gpr(i.register(n), i.size(n));
            case SEGMENT -> Registers.segment(i.register(n));
            case CONTROL -> "cr" + i.register(n);
            case DEBUG -> "dr" + i.register(n);
            case MMX -> "mm" + i.register(n);
            case XMM -> "xmm" + i.register(n);
            case MEMORY -> MemoryText.of(i, n);
            case IMMEDIATE -> isOneBitShift(i) ? "1" : hex(i.immediate(), i.size(n));
            case IMMEDIATE2 -> hex(i.immediate2(), i.size(n));
            case RELATIVE -> target(i, address);
            case FAR_POINTER -> hex(i.immediate2(), 2) + ":" + hex(i.immediate(), i.operandSize());
        };
    }

    private static boolean isOneBitShift(Instruction i) {
        return i.immediateSize() == 0 && i.immediate() == 1;
    }

    private static String target(Instruction i, Long address) {
        long relative = i.immediate() + i.length();
        if (address == null) {
            return relative < 0
                    ? "$-0x" + Long.toHexString(-relative)
                    : "$+0x" + Long.toHexString(relative);
        }
        return hex(address + relative, i.operandSize());
    }

    /** An unsigned hexadecimal number of this many bytes. */
    static String hex(long value, int size) {
        long mask = size >= 8 || size == 0 ? -1L : (1L << 8 * size) - 1;
        return "0x" + Long.toHexString(value & mask);
    }
}
