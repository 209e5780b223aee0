package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.Vendor;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.state.CpuState;

import java.util.Map;

/**
 * MOV to and from debug registers. Intel's exit comes before the faults of privilege and of DR4 and
 * DR5; AMD's intercept after all faults.
 *
 * @sdm Vol. 3B, Debug Registers
 * @sdm Vol. 3C, Instructions That Cause VM Exits Conditionally
 * @apm Vol. 2, Instruction Intercepts
 */
final class DebugMeanings {
    private static final long DR6_WRITABLE = 0xe00f;
    private static final long DR6_ONES = 0xffff0ff0L;
    private static final long DR7_WRITABLE = 0xffff23ffL;
    private static final long DR7_ONES = 0x400;
    private static final long GENERAL_DETECT = 1L << 13;

    private DebugMeanings() {}

    static void register(Map<Mnemonic, Meaning> map) {
        map.put(Mnemonic.MOV_DR_READ, DebugMeanings::read);
        map.put(Mnemonic.MOV_DR_WRITE, DebugMeanings::write);
    }

    static void read(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        boolean intel = cpu.profile.vendor() == Vendor.INTEL;
        if (intel) {
            cpu.intercepts().readDebug(i.register(1), i.register(0));
        }
        int dr = checked(cpu, i.register(1));
        if (!intel) {
            cpu.intercepts().readDebug(i.register(1), i.register(0));
        }
        s.reg(i.register(0), s.mode64() ? 8 : 4, s.dr[dr]);
    }

    static void write(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        boolean intel = cpu.profile.vendor() == Vendor.INTEL;
        if (intel) {
            cpu.intercepts().writeDebug(i.register(0), i.register(1));
        }
        int dr = checked(cpu, i.register(0));
        long value = s.reg(i.register(1), s.mode64() ? 8 : 4);
        if (dr >= 6 && value >>> 32 != 0) {
            throw Fault.gp(0);
        }
        if (!intel) {
            cpu.intercepts().writeDebug(i.register(0), i.register(1));
        }
        s.dr[dr] =
                switch (dr) {
                    case 6 -> value & DR6_WRITABLE | DR6_ONES;
                    case 7 -> value & DR7_WRITABLE | DR7_ONES;
                    default -> value;
                };
        cpu.modeChanged();
        cpu.requestAttention();
    }

    /** DR4 and DR5 are DR6 and DR7 unless CR4.DE; DR7.GD guards all. */
    private static int checked(Cpu cpu, int dr) {
        CpuState s = cpu.state;
        boolean alias = dr == 4 || dr == 5;
        if (dr > 7 || alias && Cr4.DE.in(s.cr4)) {
            throw Fault.ud();
        }
        cpu.requireRing0();
        if ((s.dr[7] & GENERAL_DETECT) != 0) {
            throw Fault.db(GENERAL_DETECT);
        }
        return alias ? dr + 2 : dr;
    }
}
