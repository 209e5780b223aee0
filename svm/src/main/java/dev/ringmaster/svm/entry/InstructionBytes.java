package dev.ringmaster.svm.entry;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.guest.GuestExit;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.svm.capability.SvmFeature;
import dev.ringmaster.svm.guestmode.ExitRecord;
import dev.ringmaster.svm.vmcb.VmcbField;

/**
 * The bytes of the instruction whose data access faulted, up to 15, as far as its page goes.
 *
 * @apm Vol. 2, Decode Assists
 */
final class InstructionBytes {
    private static final int FIRST_FIELD = 7;

    private final WorldSwitch world;
    private final Cpu cpu;
    private int count;
    private long low;
    private long high;

    InstructionBytes(WorldSwitch world) {
        this.world = world;
        this.cpu = world.cpu;
    }

    /** Fills in BYTES_FETCHED and the bytes behind it. */
    void report(ExitRecord exit) {
        count = 0;
        low = 0;
        high = 0;
        if (exit.kind() == ExitRecord.Kind.PAGE_FAULT
                && !exit.fetch()
                && cpu.state.delivering == null
                && world.capabilities.has(SvmFeature.DECODE_ASSISTS)) {
            fetch(exit);
        }
        world.report(VmcbField.BYTES_FETCHED, count);
        world.report(VmcbField.GUEST_INSTRUCTION_BYTES_0, low);
        world.report(VmcbField.GUEST_INSTRUCTION_BYTES_7, high);
    }

    private void fetch(ExitRecord exit) {
        exit.silent(true);
        try {
            long start = start();
            for (long at = start; count < Instruction.MAX_LENGTH && wanted(start, at); at++) {
                int offset = cpu.memory.codeOffset(at);
                if (offset < 0) {
                    return;
                }
                append(cpu.physical.ram()[offset] & 0xffL);
            }
        } catch (Fault | GuestExit unreadable) {
            return; // bytes that cannot be fetched are not reported
        } finally {
            exit.silent(false);
        }
    }

    private long start() {
        CpuState s = cpu.state;
        long linear = s.segments[Segment.CS].base + s.rip;
        return s.mode64() ? s.rip : Bits.zeroExtend(linear, 4);
    }

    /** Another page is read only if the instruction itself reaches it. */
    private boolean wanted(long start, long at) {
        Instruction instruction = cpu.state.instruction;
        int length = instruction == null ? 0 : instruction.length();
        return (start ^ at) >>> 12 == 0 || at - start < length;
    }

    private void append(long value) {
        if (count < FIRST_FIELD) {
            low |= value << 8 * count;
        } else {
            high |= value << 8 * (count - FIRST_FIELD);
        }
        count++;
    }
}
