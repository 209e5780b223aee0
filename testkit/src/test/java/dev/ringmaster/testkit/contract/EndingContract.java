package dev.ringmaster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.CpuidResult;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.cpu.isa.Reg;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.hypervisor.Exit;
import dev.ringmaster.hypervisor.Outcome;
import dev.ringmaster.hypervisor.Policy;
import dev.ringmaster.hypervisor.Vcpu;
import dev.ringmaster.hypervisor.Verdict;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** How runs end, what a policy can change, and what a guest is told about itself. */
interface EndingContract extends Subject {
    /** CPUID.1:ECX.POPCNT. */
    int POPCNT = 1 << 23;

    @Property(seed = "1", tries = 6)
    default void haltingWithInterruptsOffIsTheEnd(@ForAll GuestCode mode) {
        Guest guest = Guest.of(mode, code -> code.cli().hlt());
        assertThat(virtual(guest).run(100)).isEqualTo(new Bare(profile(), BOARD, guest).run(100));
        assertThat(virtual(guest).vm.run(100)).isEqualTo(Outcome.HALTED);
    }

    @Example
    default void aTripleFaultIsTheEnd() {
        Virtual virtual = virtual(Guest.of(GuestCode.PROTECTED, code -> code.ud2()));
        CpuState s = virtual.vm.vcpu().registers();
        s.idtr.limit = 0;
        virtual.vm.vcpu().setRegisters(s);
        assertThat(virtual.vm.run(100)).isEqualTo(Outcome.TRIPLE_FAULT);
    }

    @Example
    default void aRunAtItsLimitGoesOn() {
        Virtual virtual = virtual(counting());
        assertThat(virtual.vm.run(7)).isEqualTo(Outcome.LIMIT);
        assertThat(virtual.vm.run(1000)).isEqualTo(Outcome.EXIT_PORT);
        assertThat(virtual.vm.board().exitCode()).hasValue(50);
    }

    /** Counts to 50 and writes it to the exit port. */
    private static Guest counting() {
        return Guest.of(
                GuestCode.LONG,
                code -> {
                    code.mov(Reg.EAX, 0);
                    Label again = code.here("again");
                    code.inc(Reg.EAX).cmp(Reg.EAX, 50).jne(again).out(0xf4, Reg.AL);
                });
    }

    @Example
    default void anInvalidStateIsRefusedByRule() {
        Virtual virtual = virtual(counting());
        CpuState s = virtual.vm.vcpu().registers();
        s.cr4 &= ~0x20L; // long mode without CR4.PAE
        virtual.vm.vcpu().setRegisters(s);
        assertThat(virtual.vm.run(10)).isEqualTo(Outcome.ENTRY_FAILED);
        assertThat(virtual.vm.explanation()).containsPattern("[A-Z]+-\\d+ .*PAE");
        assertThat(virtual.vm.instructions()).isZero();
    }

    @Property(seed = "1", tries = 30)
    default void registersAreReadBackAsTheyWereGiven(
            @ForAll GuestCode mode, @ForAll long[] values) {
        CpuState s = mode.start();
        for (int i = 0; i < 16 && i < values.length; i++) {
            s.gpr[i] = values[i];
            s.xmm[i] = ~values[i];
            s.mmx[i & 7] = values[i] * 3;
        }
        Virtual virtual = virtual(counting());
        virtual.vm.vcpu().setRegisters(s);
        assertThat(End.registers(virtual.vm.vcpu().registers())).isEqualTo(End.registers(s));
    }

    @Example
    default void aPolicyHidesAFeatureFromTheGuest() {
        Guest guest =
                Guest.of(
                        GuestCode.LONG,
                        code ->
                                code.mov(Reg.EAX, 1)
                                        .cpuid()
                                        .shr(Reg.ECX, 23)
                                        .and(Reg.ECX, 1)
                                        .mov(Reg.EAX, Reg.ECX)
                                        .out(0xf4, Reg.AL));
        Policy hide =
                new Policy() {
                    @Override
                    public Verdict onCpuid(Vcpu vcpu, Exit.Cpuid exit) {
                        CpuidResult r = vcpu.hostCpuid(exit.leaf(), exit.subleaf());
                        vcpu.answer(new CpuidResult(r.eax(), r.ebx(), r.ecx() & ~POPCNT, r.edx()));
                        return Verdict.skip();
                    }
                };
        Virtual plain = virtual(guest);
        Virtual hidden = virtual(guest, BOARD, hide);
        plain.vm.run(100);
        hidden.vm.run(100);
        assertThat(plain.vm.board().exitCode()).hasValue(1);
        assertThat(hidden.vm.board().exitCode()).hasValue(0);
    }

    @Property(seed = "1", tries = 6)
    default void anNmiReachesTheHandlerWithInterruptsOff(@ForAll GuestCode mode) {
        Guest guest =
                Guest.of(
                        mode,
                        code -> {
                            Label here = code.here("here");
                            code.jmp(here);
                        },
                        code -> code.mov(Reg.AL, 42).out(0xf4, Reg.AL));
        Virtual virtual = virtual(guest);
        assertThat(virtual.vm.run(20)).isEqualTo(Outcome.LIMIT);
        virtual.vm.vcpu().inject(Event.nmi());
        assertThat(virtual.vm.run(20)).isEqualTo(Outcome.EXIT_PORT);
        assertThat(virtual.vm.board().exitCode()).hasValue(42);
    }
}
