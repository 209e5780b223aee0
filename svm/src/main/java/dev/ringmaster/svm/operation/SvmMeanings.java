package dev.ringmaster.svm.operation;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.state.Bits;

import java.util.EnumMap;
import java.util.Map;

/**
 * The opcodes of SVM, and RSM, which only SVM intercepts: operands from registers, then what {@link
 * Svm} does. SKINIT is not among them, so it raises #UD, as on every processor whose CPUID does not
 * show it.
 *
 * @apm Vol. 3, System Instruction Reference
 */
final class SvmMeanings {
    private static final int RAX = 0;
    private static final int RCX = 1;

    private SvmMeanings() {}

    static Map<Mnemonic, Meaning> of(Svm svm) {
        Map<Mnemonic, Meaning> map = new EnumMap<>(Mnemonic.class);
        map.put(Mnemonic.VMRUN, (cpu, i) -> svm.vmrun(address(cpu, i)));
        map.put(Mnemonic.VMLOAD, (cpu, i) -> svm.vmload(address(cpu, i)));
        map.put(Mnemonic.VMSAVE, (cpu, i) -> svm.vmsave(address(cpu, i)));
        map.put(Mnemonic.VMMCALL, (cpu, i) -> svm.vmmcall());
        map.put(Mnemonic.STGI, (cpu, i) -> svm.stgi());
        map.put(Mnemonic.CLGI, (cpu, i) -> svm.clgi());
        map.put(Mnemonic.RSM, (cpu, i) -> svm.rsm());
        map.put(
                Mnemonic.INVLPGA,
                (cpu, i) -> svm.invlpga(address(cpu, i), cpu.state.gpr[RCX] & 0xffffffffL));
        return map;
    }

    /** The part of rAX that the effective address size selects. */
    private static long address(Cpu cpu, Instruction i) {
        return Bits.zeroExtend(cpu.state.gpr[RAX], i.addressSize());
    }
}
