package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;

import java.util.Map;

/**
 * LAR, LSL, VERR, VERW and ARPL: what a program may ask about descriptors. @sdm Vol. 3A, Pointer
 * Validation
 */
final class InspectionMeanings {
    private static final int LAR_TYPES =
            1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 9 | 1 << 11 | 1 << 12;
    private static final int LAR_LONG_TYPES = 1 << 2 | 1 << 9 | 1 << 11 | 1 << 12;
    private static final int LSL_TYPES = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 9 | 1 << 11;
    private static final int LSL_LONG_TYPES = 1 << 2 | 1 << 9 | 1 << 11;

    private InspectionMeanings() {}

    static void register(Map<Mnemonic, Meaning> map) {
        map.put(Mnemonic.LAR, InspectionMeanings::lar);
        map.put(Mnemonic.LSL, InspectionMeanings::lsl);
        map.put(Mnemonic.VERR, (cpu, i) -> verify(cpu, i, false));
        map.put(Mnemonic.VERW, (cpu, i) -> verify(cpu, i, true));
        map.put(Mnemonic.ARPL, InspectionMeanings::arpl);
    }

    /**
     * @sdm Vol. 2A, LAR
     */
    static void lar(Cpu cpu, Instruction i) {
        int types = cpu.state.longMode() ? LAR_LONG_TYPES : LAR_TYPES;
        Descriptor d = visible(cpu, i, 1, types);
        if (d != null) {
            cpu.state.reg(i.register(0), i.operandSize(), d.low() >>> 32 & 0xf0ff00);
        }
        cpu.state.flags.putZero(d != null);
    }

    /**
     * @sdm Vol. 2A, LSL
     */
    static void lsl(Cpu cpu, Instruction i) {
        int types = cpu.state.longMode() ? LSL_LONG_TYPES : LSL_TYPES;
        Descriptor d = visible(cpu, i, 1, types);
        if (d != null) {
            cpu.state.reg(i.register(0), i.operandSize(), d.limit());
        }
        cpu.state.flags.putZero(d != null);
    }

    /**
     * @sdm Vol. 2B, VERR/VERW
     */
    private static void verify(Cpu cpu, Instruction i, boolean write) {
        Descriptor d = visible(cpu, i, 0, 0);
        cpu.state.flags.putZero(d != null && (write ? d.writableData() : d.readable()));
    }

    /** The descriptor that operand {@code n} selects, or null if type or privilege hide it. */
    private static Descriptor visible(Cpu cpu, Instruction i, int n, int systemTypes) {
        requireProtected(cpu);
        int selector = (int) Operand.read(cpu, i, n, 2);
        Descriptor d = Descriptors.isNull(selector) ? null : Descriptors.findSystem(cpu, selector);
        if (d == null || d.system() && (systemTypes >>> d.type() & 1) == 0) {
            return null;
        }
        boolean privileged = d.dpl() >= cpu.state.cpl && d.dpl() >= d.rpl();
        return d.conforming() || privileged ? d : null;
    }

    private static void requireProtected(Cpu cpu) {
        if (cpu.state.realOrVirtual8086()) {
            throw Fault.ud();
        }
    }

    /**
     * @sdm Vol. 2A, ARPL
     */
    static void arpl(Cpu cpu, Instruction i) {
        requireProtected(cpu);
        int selector = (int) Operand.read(cpu, i, 0, 2);
        int rpl = (int) Operand.read(cpu, i, 1, 2) & 3;
        boolean raised = (selector & 3) < rpl;
        if (raised) {
            Operand.write(cpu, i, 0, 2, selector & ~3 | rpl);
        }
        cpu.state.flags.putZero(raised);
    }
}
