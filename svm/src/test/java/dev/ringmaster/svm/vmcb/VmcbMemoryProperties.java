package dev.ringmaster.svm.vmcb;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.Random;
import java.util.Set;

class VmcbMemoryProperties {
    private static final long PAGE = 0x7000;

    @Property(seed = "1")
    void whatIsStoredIsLoadedAgain(@ForAll long seed) {
        Vmcb vmcb = anyVmcb(seed);
        PageMemory memory = new PageMemory(PAGE, VmcbField.PAGE_SIZE);
        VmcbFields.ALL.store(memory, PAGE, vmcb);
        assertThat(VmcbMemory.load(memory, PAGE)).isEqualTo(vmcb);
    }

    @Property(seed = "1")
    void writingAFieldChangesItsBytesAndNoOthers(@ForAll VmcbField field, @ForAll long seed) {
        PageMemory memory = new PageMemory(PAGE, VmcbField.PAGE_SIZE);
        new Random(seed).nextBytes(memory.array());
        byte[] before = memory.array().clone();
        long value = seed & field.mask();
        VmcbMemory.write(memory, PAGE, field, value);
        assertThat(VmcbMemory.read(memory, PAGE, field)).isEqualTo(value);
        for (int i = 0; i < before.length; i++) {
            if (i < field.offset() || i >= field.offset() + field.size()) {
                assertThat(memory.array()[i]).isEqualTo(before[i]);
            }
        }
    }

    @Property(seed = "1")
    void storingAPartChangesItsBytesAndNoOthers(@ForAll Set<VmcbField> part, @ForAll long seed) {
        Assume.that(!part.isEmpty());
        PageMemory memory = new PageMemory(PAGE, VmcbField.PAGE_SIZE);
        Vmcb before = anyVmcb(seed);
        Vmcb after = anyVmcb(~seed);
        VmcbFields.ALL.store(memory, PAGE, before);
        VmcbFields.of(part).store(memory, PAGE, after);
        for (VmcbField field : VmcbField.values()) {
            long expected = part.contains(field) ? after.get(field) : before.get(field);
            assertThat(VmcbMemory.read(memory, PAGE, field)).isEqualTo(expected);
        }
    }

    @Property(seed = "1")
    void aPartOfTheFieldsLeavesTheOthersAlone(@ForAll long seed) {
        PageMemory memory = new PageMemory(PAGE, VmcbField.PAGE_SIZE);
        VmcbFields.ALL.store(memory, PAGE, anyVmcb(seed));
        Vmcb vmcb = new Vmcb();
        VmcbFields.VMLOAD.load(memory, PAGE, vmcb);
        for (VmcbField field : VmcbField.values()) {
            assertThat(vmcb.given(field)).isEqualTo(field.use() == FieldUse.VMLOAD_VMSAVE);
        }
    }

    @Property(seed = "1")
    void fieldsAreLittleEndian(@ForAll VmcbField field) {
        PageMemory memory = new PageMemory(PAGE, VmcbField.PAGE_SIZE);
        VmcbMemory.write(memory, PAGE, field, 1);
        assertThat(memory.array()[field.offset()]).isEqualTo((byte) 1);
    }

    private static Vmcb anyVmcb(long seed) {
        Random random = new Random(seed);
        Vmcb vmcb = new Vmcb();
        for (VmcbField field : VmcbField.values()) {
            vmcb.set(field, random.nextLong() & field.mask());
        }
        return vmcb;
    }
}
