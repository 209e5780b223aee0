package dev.ringmaster.testkit.run;

import com.google.common.hash.Hashing;

import dev.ringmaster.board.Board;
import dev.ringmaster.board.Machine;
import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.engine.BlockEngine;
import dev.ringmaster.cpu.engine.RunEnd;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.guest.load.GuestMemory;
import dev.ringmaster.guest.load.UnusableImage;
import dev.ringmaster.hypervisor.Hypervisor;
import dev.ringmaster.hypervisor.Outcome;
import dev.ringmaster.hypervisor.Policy;
import dev.ringmaster.hypervisor.Vm;
import dev.ringmaster.hypervisor.VmOptions;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Runs guests. */
public final class Runner {
    private static final int HOST_EXTRA = 32 << 20;
    private static final int PAGE = 0x1000;

    private Runner() {}

    /**
     * Runs a guest to its end.
     *
     * @throws UsageError if the image cannot be used
     */
    public static RunReport run(RunRequest request) {
        return run(request, null);
    }

    /**
     * Runs a guest to its end and traces it.
     *
     * @param trace takes the trace; null for none
     * @throws UsageError if the image cannot be used
     */
    public static RunReport run(RunRequest request, Trace trace) {
        return request.method() == Method.BARE ? bare(request, trace) : virtual(request, trace);
    }

    private static RunReport bare(RunRequest request, Trace trace) {
        Machine machine =
                Machine.build(
                        request.profile(),
                        request.board(),
                        request.serial(),
                        List.of(cpu -> Backends.installExtensions(cpu, request.profile())),
                        BlockEngine::new);
        CpuState entry = load(request, machine.board().memory());
        machine.cpu().state.set(entry);
        machine.cpu().modeChanged();
        RunEnd end =
                trace == null
                        ? machine.engine().run(request.limit())
                        : trace.run(machine, request.limit());
        return new RunReport(
                outcome(end, machine.board()),
                exitValue(machine.board()),
                machine.engine().retired(),
                machine.board().clock().now(),
                Map.of(),
                machine.cpu().state,
                digest(machine.board().memory()),
                "");
    }

    private static RunReport virtual(RunRequest request, Trace trace) {
        int size = request.board().memorySize();
        if (size > MemoryBus.MAX_RAM - HOST_EXTRA) {
            throw new UsageError(
                    "a guest can have " + (MemoryBus.MAX_RAM - HOST_EXTRA >> 20) + "M at most");
        }
        var backend = Backends.of(request.method());
        Hypervisor hypervisor =
                Hypervisor.boot(backend, backend.defaultProfile(), size + HOST_EXTRA);
        var missing = hypervisor.lacking(request.profile());
        if (!missing.isEmpty()) {
            throw new UsageError(
                    "profile "
                            + request.profile().name()
                            + " needs what the host of backend "
                            + request.method().label()
                            + " does not have: "
                            + missing);
        }
        Vm vm =
                hypervisor.createVm(
                        new VmOptions(request.profile(), request.board(), request.serial()),
                        Policy.TRANSPARENT);
        if (trace != null) {
            vm.observe(exit -> trace.exit(vm, exit));
        }
        vm.vcpu().setRegisters(load(request, vm.board().memory()));
        Outcome outcome = vm.run(request.limit());
        return new RunReport(
                outcome,
                exitValue(vm.board()),
                vm.instructions(),
                hypervisor.host().clock().now(),
                vm.exits(),
                vm.vcpu().registers(),
                digest(vm.board().memory()),
                vm.explanation());
    }

    private static CpuState load(RunRequest request, MemoryBus memory) {
        GuestMemory target =
                new GuestMemory() {
                    @Override
                    public long size() {
                        return request.board().memorySize();
                    }

                    @Override
                    public void write(long physical, byte[] bytes, int from, int length) {
                        memory.load(physical, bytes, from, length);
                    }
                };
        try {
            Image image = request.image();
            return image.format().load(image.bytes(), request.boot(), target);
        } catch (UnusableImage e) {
            throw new UsageError(e.getMessage());
        }
    }

    private static Outcome outcome(RunEnd end, Board board) {
        return switch (end) {
            case LIMIT -> Outcome.LIMIT;
            case HALTED -> Outcome.HALTED;
            case SHUTDOWN -> Outcome.TRIPLE_FAULT;
            case LEFT_GUEST -> throw new AssertionError("a bare machine has no guest to leave");
            case STOPPED -> stopped(board);
        };
    }

    private static Outcome stopped(Board board) {
        if (board.exitCode().isPresent()) {
            return Outcome.EXIT_PORT;
        }
        return board.shutdownRequested() ? Outcome.POWER_OFF : Outcome.RESET;
    }

    private static OptionalInt exitValue(Board board) {
        return board.exitCode();
    }

    /** Memory page by page, so that no copy of all of it is needed. */
    private static String digest(MemoryBus memory) {
        var hasher = Hashing.murmur3_128().newHasher();
        for (long at = 0; memory.ramOffset(at) >= 0; at += PAGE) {
            hasher.putBytes(memory.ram(), memory.ramOffset(at), PAGE);
        }
        return hasher.hash().toString();
    }
}
