package dev.ringmaster.vmx.operation;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.exit.InstructionInformation;
import dev.ringmaster.vmx.nonroot.VmxGuestMode;

import java.util.EnumMap;
import java.util.Map;

/**
 * The VMX instructions as opcodes: #UD for the mode, VM exit in non-root operation, #GP for
 * privilege, operands, effect, RFLAGS. In this order, which is the manual's; VMCALL exits before it
 * looks at the mode.
 *
 * @sdm Vol. 3D, VMX Instructions
 */
final class VmxMeanings {
    private static final int DESCRIPTOR = 16;

    private final Vmx vmx;

    VmxMeanings(Vmx vmx) {
        this.vmx = vmx;
    }

    Map<Mnemonic, Meaning> all() {
        Map<Mnemonic, Meaning> map = new EnumMap<>(Mnemonic.class);
        map.put(Mnemonic.VMXON, this::vmxon);
        map.put(Mnemonic.VMXOFF, this::vmxoff);
        map.put(Mnemonic.VMCLEAR, this::vmclear);
        map.put(Mnemonic.VMPTRLD, this::vmptrld);
        map.put(Mnemonic.VMPTRST, this::vmptrst);
        map.put(Mnemonic.VMREAD, this::vmread);
        map.put(Mnemonic.VMWRITE, this::vmwrite);
        map.put(Mnemonic.VMLAUNCH, this::vmlaunch);
        map.put(Mnemonic.VMRESUME, this::vmresume);
        map.put(Mnemonic.VMCALL, this::vmcall);
        map.put(Mnemonic.INVEPT, this::invept);
        map.put(Mnemonic.INVVPID, this::invvpid);
        return map;
    }

    private void vmxon(Cpu cpu, Instruction i) {
        vmx.requireVmxe();
        exitWithMemory(cpu, i, ExitReason.VMXON);
        vmx.requireVmxonAllowed();
        end(cpu, vmx.enterOperation(Operands.read(cpu, i, 0)));
    }

    private void vmxoff(Cpu cpu, Instruction i) {
        vmx.requireOperation();
        exit(cpu, ExitReason.VMXOFF);
        cpu.requireRing0();
        end(cpu, vmx.leaveOperation());
    }

    private void vmclear(Cpu cpu, Instruction i) {
        prepare(cpu, i, ExitReason.VMCLEAR);
        long region = Operands.read(cpu, i, 0);
        end(cpu, vmx.instructions().vmclear(region, vmx.vmxonPointer()));
    }

    private void vmptrld(Cpu cpu, Instruction i) {
        prepare(cpu, i, ExitReason.VMPTRLD);
        long region = Operands.read(cpu, i, 0);
        end(cpu, vmx.instructions().vmptrld(region, vmx.vmxonPointer()));
    }

    private void vmptrst(Cpu cpu, Instruction i) {
        prepare(cpu, i, ExitReason.VMPTRST);
        Operands.write(cpu, i, 0, vmx.currentPointer());
        end(cpu, VmxResult.SUCCEED);
    }

    /** Everything before the operands, for the instructions with one memory operand. */
    private void prepare(Cpu cpu, Instruction i, ExitReason reason) {
        vmx.requireOperation();
        exitWithMemory(cpu, i, reason);
        cpu.requireRing0();
    }

    private void vmread(Cpu cpu, Instruction i) {
        prepareFieldAccess(cpu, i, ExitReason.VMREAD, 0, 1);
        VmreadResult read = vmx.instructions().vmread(Operands.read(cpu, i, 1));
        if (read.result().succeeded()) {
            Operands.write(cpu, i, 0, read.value());
        }
        end(cpu, read.result());
    }

    private void vmwrite(Cpu cpu, Instruction i) {
        prepareFieldAccess(cpu, i, ExitReason.VMWRITE, 1, 0);
        if (vmx.currentPointer() == VmcsPointer.NONE) {
            end(cpu, VmxResult.FAIL_INVALID);
            return;
        }
        long value = Operands.read(cpu, i, 1);
        end(cpu, vmx.instructions().vmwrite(Operands.read(cpu, i, 0), value));
    }

    private void prepareFieldAccess(
            Cpu cpu, Instruction i, ExitReason reason, int place, int field) {
        vmx.requireOperation();
        if (cpu.guest() instanceof VmxGuestMode mode) {
            throw mode.recorder()
                    .instruction(
                            reason,
                            InstructionInformation.displacement(cpu, i),
                            InstructionInformation.fieldAccess(i, place, field));
        }
        cpu.requireRing0();
    }

    private void vmlaunch(Cpu cpu, Instruction i) {
        enter(cpu, ExitReason.VMLAUNCH, false);
    }

    private void vmresume(Cpu cpu, Instruction i) {
        enter(cpu, ExitReason.VMRESUME, true);
    }

    /** After an entry or an exit RFLAGS is the guest's or the host's. */
    private void enter(Cpu cpu, ExitReason reason, boolean resume) {
        vmx.requireOperation();
        exit(cpu, reason);
        cpu.requireRing0();
        VmxResult result = vmx.enter(resume);
        if (result.kind() == VmxResult.Kind.FAIL_INVALID
                || result.kind() == VmxResult.Kind.FAIL_VALID) {
            end(cpu, result);
        }
    }

    private void vmcall(Cpu cpu, Instruction i) {
        exit(cpu, ExitReason.VMCALL);
        vmx.requireOperation();
        cpu.requireRing0();
        end(cpu, vmx.callInRoot());
    }

    private void invept(Cpu cpu, Instruction i) {
        vmx.requireInvept();
        prepareInvalidation(cpu, i, ExitReason.INVEPT);
        long type = Operands.read(cpu, i, 0);
        if (!vmx.invalidation().hasInveptType(type)) {
            end(cpu, vmx.invalidation().invalidOperand());
            return;
        }
        long linear = Operands.linear(cpu, i, DESCRIPTOR, Access.READ);
        end(cpu, vmx.invalidation().invept(type, cpu.memory.read64(linear)));
    }

    private void invvpid(Cpu cpu, Instruction i) {
        vmx.requireInvvpid();
        prepareInvalidation(cpu, i, ExitReason.INVVPID);
        long type = Operands.read(cpu, i, 0);
        if (!vmx.invalidation().hasInvvpidType(type)) {
            end(cpu, vmx.invalidation().invalidOperand());
            return;
        }
        long linear = Operands.linear(cpu, i, DESCRIPTOR, Access.READ);
        long vpid = cpu.memory.read64(linear);
        end(cpu, vmx.invalidation().invvpid(type, vpid, cpu.memory.read64(linear + 8)));
    }

    private void prepareInvalidation(Cpu cpu, Instruction i, ExitReason reason) {
        vmx.requireOperation();
        if (cpu.guest() instanceof VmxGuestMode mode) {
            throw mode.recorder()
                    .instruction(
                            reason,
                            InstructionInformation.displacement(cpu, i),
                            InstructionInformation.memoryAndRegister(i, i.register(0)));
        }
        cpu.requireRing0();
    }

    private static void exit(Cpu cpu, ExitReason reason) {
        if (cpu.guest() instanceof VmxGuestMode mode) {
            throw mode.recorder().instruction(reason, 0);
        }
    }

    private static void exitWithMemory(Cpu cpu, Instruction i, ExitReason reason) {
        if (cpu.guest() instanceof VmxGuestMode mode) {
            throw mode.recorder()
                    .instruction(
                            reason,
                            InstructionInformation.displacement(cpu, i),
                            InstructionInformation.memory(i));
        }
    }

    private static void end(Cpu cpu, VmxResult result) {
        cpu.state.flags.setStatus(result.flags());
    }
}
