package dev.ringmaster.testkit.contract;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.hypervisor.Hypervisor;
import dev.ringmaster.hypervisor.Outcome;
import dev.ringmaster.hypervisor.Policy;
import dev.ringmaster.hypervisor.Vm;
import dev.ringmaster.hypervisor.VmOptions;

/** A small guest in a virtual machine, and what it has printed. */
final class Virtual {
    final Vm vm;
    private final StringBuilder text = new StringBuilder();

    Virtual(Hypervisor hypervisor, BoardOptions board, Guest guest, Policy policy) {
        this(hypervisor, board, guest, policy, hypervisor.host().cpu().profile);
    }

    Virtual(
            Hypervisor hypervisor,
            BoardOptions board,
            Guest guest,
            Policy policy,
            CpuProfile profile) {
        VmOptions options = new VmOptions(profile, board, b -> text.append((char) b));
        vm = hypervisor.createVm(options, policy);
        vm.vcpu().setRegisters(guest.load(vm.board().memory()));
    }

    /** Runs on, at most {@code limit} instructions, and looks. */
    End run(long limit) {
        return end(vm.run(limit));
    }

    End end(Outcome outcome) {
        return End.of(
                outcome, vm.board(), text.toString(), vm.instructions(), vm.vcpu().registers());
    }
}
