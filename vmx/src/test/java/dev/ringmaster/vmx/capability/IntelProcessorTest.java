package dev.ringmaster.vmx.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.vmx.rule.EntryState;
import dev.ringmaster.vmx.rule.ValidVmcs;
import dev.ringmaster.vmx.rule.VmEntryChecker;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.TertiaryControl;
import dev.ringmaster.vmx.vmcs.Vmcs;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

/** What real processors report is consistent, and is what the rules of VM entry ask. */
class IntelProcessorTest {
    /** Ice Lake has it: EPC virtualization extensions, which the manual no longer defines. */
    private static final long WITHDRAWN = 1L << 29;

    @ParameterizedTest
    @EnumSource
    void theTrueRegistersDifferOnlyWhereDefault1ControlsMayBe0(IntelProcessor processor) {
        VmxCapabilities caps = processor.capabilities();
        assertThat(caps.reportsTrueControls()).isTrue();
        for (ControlWord word :
                List.of(
                        ControlWord.PIN,
                        ControlWord.PRIMARY,
                        ControlWord.EXIT,
                        ControlWord.ENTRY)) {
            long plain = caps.msr(word.msr());
            long exact = caps.msr(word.trueMsr());
            assertThat(plain >>> 32).as("%s may be 1", word).isEqualTo(exact >>> 32);
            assertThat(plain & 0xffffffffL).as("%s default1", word).isEqualTo(default1(word));
            assertThat(caps.mustBeOne(word)).as("%s must be 1", word).isEqualTo(reserved(word));
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachControlThatMayBe1IsDefinedOrReservedToBe1(IntelProcessor processor) {
        VmxCapabilities caps = processor.capabilities();
        for (ControlWord word : ControlWord.values()) {
            long known = reserved(word);
            for (Flag control : word.defined()) {
                known |= control.mask();
            }
            known |= word == ControlWord.SECONDARY ? WITHDRAWN : 0;
            assertThat(caps.mayBeOne(word) & ~known).as("%s undefined", word).isZero();
            assertThat(caps.mustBeOne(word) & ~caps.mayBeOne(word)).as("%s", word).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void wordsThatAControlActivatesExistWithIt(IntelProcessor processor) {
        VmxCapabilities caps = processor.capabilities();
        assertThat(caps.mayBeOne(ControlWord.SECONDARY) != 0)
                .isEqualTo(caps.allows(PrimaryControl.ACTIVATE_SECONDARY_CONTROLS));
        assertThat(caps.mayBeOne(ControlWord.TERTIARY) != 0)
                .isEqualTo(caps.allows(PrimaryControl.ACTIVATE_TERTIARY_CONTROLS));
        assertThat(caps.mayBeOne(ControlWord.SECONDARY_EXIT) != 0)
                .isEqualTo(caps.allows(ExitControl.ACTIVATE_SECONDARY_CONTROLS));
        assertThat(caps.mayBeOne(ControlWord.VM_FUNCTION) != 0)
                .isEqualTo(caps.allows(SecondaryControl.ENABLE_VM_FUNCTIONS));
        assertThat(caps.msr(Msr.VMX_EPT_VPID_CAP) != 0)
                .isEqualTo(caps.allows(SecondaryControl.ENABLE_EPT));
        assertThat(caps.msr(Msr.VMX_EPT_VPID_CAP) >>> 48 != 0)
                .isEqualTo(caps.allows(TertiaryControl.ENABLE_HLAT));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsFixedTo1MayBe1(IntelProcessor processor) {
        VmxCapabilities caps = processor.capabilities();
        assertThat(caps.cr0Fixed0() & ~caps.cr0Fixed1()).isZero();
        assertThat(caps.cr4Fixed0() & ~caps.cr4Fixed1()).isZero();
        for (GuardedRegister register : GuardedRegister.values()) {
            assertThat(caps.writable(register) & ~register.widest()).as("%s", register).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a64BitGuestEnters(IntelProcessor processor) {
        VmxCapabilities caps = processor.capabilities();
        Vmcs guest = ValidVmcs.sixtyFourBit(caps);
        assertThat(VmEntryChecker.explain(EntryState.of(guest, caps)).violations()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aNameLeadsToItsProcessor(IntelProcessor processor) {
        assertThat(IntelProcessor.byProfile(processor.profile())).contains(processor);
        assertThat(IntelProcessor.byProfile(processor.member())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HASWELL, VMCS_SHADOWING, RDSEED_EXITING",
        "BROADWELL, RDSEED_EXITING, ENABLE_PML",
        "SKYLAKE, ENABLE_PML, USE_TSC_SCALING",
        "SKYLAKE, PAUSE_LOOP_EXITING, VIRTUAL_INTERRUPT_DELIVERY",
        "SKYLAKE_SERVER, USE_TSC_SCALING, ENABLE_USER_WAIT_AND_PAUSE",
        "ICELAKE, INTEL_PT_USES_GUEST_PHYSICAL_ADDRESSES, VMCS_SHADOWING",
        "SAPPHIRERAPIDS, INSTRUCTION_TIMEOUT, ENABLE_ENCLS_EXITING"
    })
    void generationsDifferInTheirSecondaryControls(
            IntelProcessor processor, SecondaryControl has, SecondaryControl lacks) {
        assertThat(processor.capabilities().allows(has)).isTrue();
        assertThat(processor.capabilities().allows(lacks)).isFalse();
    }

    private static long reserved(ControlWord word) {
        return switch (word) {
            case PIN -> PinControl.RESERVED_ONE;
            case PRIMARY -> PrimaryControl.RESERVED_ONE;
            case EXIT -> ExitControl.RESERVED_ONE;
            case ENTRY -> EntryControl.RESERVED_ONE;
            case SECONDARY, TERTIARY, SECONDARY_EXIT, VM_FUNCTION -> 0;
        };
    }

    private static long default1(ControlWord word) {
        return switch (word) {
            case PIN -> PinControl.DEFAULT1;
            case PRIMARY -> PrimaryControl.DEFAULT1;
            case EXIT -> ExitControl.DEFAULT1;
            case ENTRY -> EntryControl.DEFAULT1;
            case SECONDARY, TERTIARY, SECONDARY_EXIT, VM_FUNCTION -> 0;
        };
    }
}
