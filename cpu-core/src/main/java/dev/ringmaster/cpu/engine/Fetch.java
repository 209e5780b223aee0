package dev.ringmaster.cpu.engine;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.isa.Decoder;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/**
 * Fetches and decodes the instruction at CS:RIP. Bytes of the next page are fetched only if the
 * instruction needs them.
 *
 * @sdm Vol. 3A, Limit Checking
 */
final class Fetch {
    private static final int PAGE = 0x1000;

    private final Cpu cpu;
    private final CpuState state;
    private final byte[] bytes = new byte[Instruction.MAX_LENGTH];

    Fetch(Cpu cpu) {
        this.cpu = cpu;
        this.state = cpu.state;
    }

    /** The linear address of the instruction at {@code rip}. */
    long linear(long rip) {
        Segment cs = state.segments[Segment.CS];
        return state.mode64() ? rip : cs.base + rip & 0xffffffffL;
    }

    /** Whether RIP alone says where code is and no limit can be met. */
    boolean flat() {
        return state.mode64() || state.segments[Segment.CS].flat();
    }

    /** Whether the limit allows {@code bytes} bytes of code at {@code rip}. */
    boolean allows(long rip, int bytes) {
        return state.mode64() || rip + bytes - 1 <= state.segments[Segment.CS].limit;
    }

    /** How many bytes from {@code rip} on the code segment's limit allows, at most 15. */
    private int withinLimit(long rip) {
        if (state.mode64()) {
            return Instruction.MAX_LENGTH;
        }
        long left = state.segments[Segment.CS].limit - rip + 1;
        return (int) Math.min(left, Instruction.MAX_LENGTH);
    }

    /** Decodes at {@code state.rip}. */
    Instruction fetch() {
        long rip = state.rip;
        int allowed = withinLimit(rip);
        if (allowed <= 0) {
            throw Fault.gp(0);
        }
        long linear = linear(rip);
        int offset = cpu.memory.codeOffset(linear);
        int inPage = PAGE - (int) (linear & PAGE - 1);
        if (offset >= 0) {
            Instruction i =
                    Decoder.decode(
                            cpu.physical.ram(),
                            offset,
                            Math.min(allowed, inPage),
                            state.codeSize());
            if (i != Decoder.NEED_MORE) {
                return checked(i);
            }
        }
        return fetchBytewise(linear, allowed);
    }

    private Instruction fetchBytewise(long linear, int allowed) {
        int available = 0;
        while (available < allowed) {
            bytes[available] = (byte) cpu.memory.fetch(wrap(linear + available));
            available++;
            Instruction i = Decoder.decode(bytes, 0, available, state.codeSize());
            if (i != Decoder.NEED_MORE) {
                return checked(i);
            }
        }
        throw Fault.gp(0);
    }

    private long wrap(long linear) {
        return state.mode64() ? linear : linear & 0xffffffffL;
    }

    private static Instruction checked(Instruction i) {
        if (i == Decoder.TOO_LONG) {
            throw Fault.gp(0);
        }
        return i;
    }
}
