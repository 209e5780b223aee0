package dev.ringmaster.testkit.bench;

import static dev.ringmaster.cpu.isa.Reg.EAX;
import static dev.ringmaster.cpu.isa.Reg.RDI;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.cpu.CpuidResult;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.hypervisor.Backend;
import dev.ringmaster.hypervisor.Exit;
import dev.ringmaster.hypervisor.Hypervisor;
import dev.ringmaster.hypervisor.Outcome;
import dev.ringmaster.hypervisor.Policy;
import dev.ringmaster.hypervisor.VcpuDriver;
import dev.ringmaster.hypervisor.Vm;
import dev.ringmaster.hypervisor.VmOptions;
import dev.ringmaster.hypervisor.driver.svm.SvmBackend;
import dev.ringmaster.hypervisor.driver.vmx.VmxBackend;

import java.util.ArrayList;
import java.util.List;

/**
 * How many times a second a guest that executes CPUID leaves and is entered again: exit, handler,
 * and entry with every check of the guest's and the host's state.
 */
public final class RoundTripBench {
    private static final int MEMORY = 4 << 20;
    private static final int HOST_MEMORY = 32 << 20;
    private static final long TABLES = 0x10000;
    private static final long PROGRAM = 0x1000;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 5;

    private final int trips;
    private final CpuTime time = new CpuTime();

    private RoundTripBench(int trips) {
        this.trips = trips;
    }

    /**
     * Round trips a second of CPU time under one method, medians.
     *
     * @param method the backend's name
     * @param machine through the neutral hypervisor: policy, default handling, the board's
     *     interrupts
     * @param driver through the driver alone
     */
    public record Row(String method, double machine, double driver) {}

    /** Measures every method on the calling thread. */
    public static List<Row> measure(Effort effort) {
        RoundTripBench bench = new RoundTripBench(effort.roundTrips);
        List<Row> rows = new ArrayList<>();
        for (Backend backend : List.of(new VmxBackend(), new SvmBackend())) {
            rows.add(new Row(backend.name(), bench.ofMachine(backend), bench.ofDriver(backend)));
        }
        return rows;
    }

    private double ofMachine(Backend backend) {
        var profile = backend.defaultProfile();
        BoardOptions board = BoardOptions.minimal(MEMORY);
        Vm vm =
                Hypervisor.boot(backend, profile, HOST_MEMORY)
                        .createVm(new VmOptions(profile, board, b -> {}), Policy.TRANSPARENT);
        fill(vm.board().memory()::write);
        return rate(
                () -> {
                    vm.vcpu().setRegisters(registers());
                    long before = vm.exits().getOrDefault("cpuid", 0L);
                    Outcome outcome = vm.run(Long.MAX_VALUE / 2);
                    long made = vm.exits().get("cpuid") - before;
                    if (outcome != Outcome.HALTED || made != trips) {
                        throw new AssertionError(outcome + " after " + made + " round trips");
                    }
                });
    }

    private double ofDriver(Backend backend) {
        Backend.Driver method = backend.start(backend.defaultProfile(), HOST_MEMORY);
        long start = method.host().frames().pages(MEMORY >> 12, 2 << 20);
        VcpuDriver driver = method.vcpu(start, MEMORY);
        fill((at, size, value) -> method.host().memory().write(start + at, size, value));
        CpuidResult answer = method.host().cpu().cpuid(0, 0);
        return rate(
                () -> {
                    driver.load(registers());
                    for (int i = 0; i < trips; i++) {
                        handle(driver, answer);
                    }
                });
    }

    private static void handle(VcpuDriver driver, CpuidResult answer) {
        Exit exit = driver.run(Integer.MAX_VALUE);
        if (!(exit instanceof Exit.Cpuid)) {
            throw new AssertionError("the guest left by " + exit);
        }
        long[] gpr = driver.gpr();
        gpr[0] = answer.eax() & 0xffffffffL;
        gpr[3] = answer.ebx() & 0xffffffffL;
        gpr[1] = answer.ecx() & 0xffffffffL;
        gpr[2] = answer.edx() & 0xffffffffL;
        driver.skip();
    }

    private double rate(Runnable roundTrips) {
        double[] rates = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double seconds = time.seconds(roundTrips);
            if (round >= 0) {
                rates[round] = trips / seconds;
            }
        }
        return CpuTime.median(rates);
    }

    /** Writes to guest-physical memory. */
    @FunctionalInterface
    private interface Writer {
        void write(long guestPhysical, int size, long value);
    }

    /** CPUID as often as RDI says, on 2-MByte pages. */
    private static void fill(Writer memory) {
        memory.write(TABLES, 8, TABLES + 0x1000 | 3);
        memory.write(TABLES + 0x1000, 8, TABLES + 0x2000 | 3);
        for (int i = 0; i < MEMORY >> 21; i++) {
            memory.write(TABLES + 0x2000 + 8L * i, 8, (long) i << 21 | 0x83);
        }
        Code code = new Code(8, PROGRAM);
        Label again = code.here("again");
        byte[] program = code.xor(EAX, EAX).cpuid().dec(RDI).jnz(again).hlt().bytes();
        for (int i = 0; i < program.length; i++) {
            memory.write(PROGRAM + i, 1, program[i] & 0xff);
        }
    }

    private CpuState registers() {
        CpuState s = new CpuState();
        s.cr0 = 0x80010033L;
        s.cr3 = TABLES;
        s.cr4 = 0x620;
        s.efer = 0xd00;
        s.dr[7] = 0x400;
        for (Segment segment : s.segments) {
            segment.set(0x10, 0, 0xffffffffL, 0xc093);
        }
        s.segments[Segment.CS].set(8, 0, 0xffffffffL, 0xa09b);
        s.tr.set(0x18, 0, 0x67, 0x8b);
        s.ldtr.set(0, 0, 0, Segment.UNUSABLE);
        s.rip = PROGRAM;
        s.gpr[7] = trips;
        return s;
    }
}
