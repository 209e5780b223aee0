package dev.ringmaster.cpu.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.isa.Decoder;
import dev.ringmaster.cpu.state.CpuState;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

class X87StateTest {
    private static final int[] FXSAVE = {0x0f, 0xae, 0x01};
    private static final int[] FXRSTOR = {0x0f, 0xae, 0x09};
    private static final int[] FNSAVE = {0xdd, 0x31};
    private static final int[] FRSTOR = {0xdd, 0x21};
    private static final int[] PXOR = {0x66, 0x0f, 0xef, 0xc1};
    private static final int[] PXOR_MMX = {0x0f, 0xef, 0xc1};

    private final ModelProcessor model = new ModelProcessor(8);
    private final CpuState s = model.cpu.state;

    private void run(int... bytes) {
        byte[] code = new byte[bytes.length];
        for (int n = 0; n < bytes.length; n++) {
            code[n] = (byte) bytes[n];
        }
        model.execute(Decoder.decode(code, 8));
    }

    private Vector faultOf(int... bytes) {
        return catchThrowableOfType(Fault.class, () -> run(bytes)).vector();
    }

    @BeforeEach
    void fill() {
        SplittableRandom random = new SplittableRandom(3);
        Arrays.setAll(s.xmm, n -> random.nextLong());
        Arrays.setAll(s.mmx, n -> random.nextLong());
        Arrays.setAll(s.x87Exponent, n -> random.nextInt(1 << 16));
        s.x87Tag = 0xa5;
        s.x87Status = 5 << 11;
        s.x87Control = 0x27f;
        s.mxcsr = 0x1fa5;
        s.gpr[1] = 0x3000;
    }

    @Test
    void fxrstorUndoesWhatHappenedSinceFxsave() {
        long[] xmm = s.xmm.clone();
        long[] mmx = s.mmx.clone();
        int[] exponents = s.x87Exponent.clone();
        run(FXSAVE);
        assertThat(model.cpu.memory.read64(0x3000 + 32)).as("ST(0)").isEqualTo(mmx[5]);
        Arrays.fill(s.xmm, 0);
        Arrays.fill(s.mmx, 0);
        Arrays.fill(s.x87Exponent, 0);
        run(0xdb, 0xe3); // fninit
        s.mxcsr = 0x1f80;
        run(FXRSTOR);
        assertThat(s.xmm).isEqualTo(xmm);
        assertThat(s.mmx).isEqualTo(mmx);
        assertThat(s.x87Exponent).isEqualTo(exponents);
        assertThat(s.x87Tag).isEqualTo(0xa5);
        assertThat(X87State.top(s)).isEqualTo(5);
        assertThat(s.x87Control).isEqualTo(0x27f);
        assertThat(s.mxcsr).isEqualTo(0x1fa5);
    }

    @Test
    void frstorUndoesFnsaveWhichInitializes() {
        long[] mmx = s.mmx.clone();
        run(FNSAVE);
        assertThat(s.x87Control).isEqualTo(0x37f);
        assertThat(s.x87Tag).isZero();
        Arrays.fill(s.mmx, 0);
        run(FRSTOR);
        assertThat(s.mmx).isEqualTo(mmx);
        assertThat(s.x87Tag).isEqualTo(0xa5);
        assertThat(s.x87Control).isEqualTo(0x27f);
    }

    @Test
    void savingAndRestoringDoNotTakeAPendingException() {
        s.x87Control = 0x37e;
        s.x87Status = X87State.ES | 0x8001;
        run(FXSAVE);
        run(FXRSTOR);
        assertThat(faultOf(0xd9, 0xe8)).as("fld1").isEqualTo(Vector.MF);
    }

    @Test
    void reservedBitsOfMxcsrAreRefusedBeforeAnythingIsLoaded() {
        run(FXSAVE);
        model.cpu.memory.write32(0x3018, 0x10000);
        s.x87Control = 0x37f;
        assertThat(faultOf(FXRSTOR)).isEqualTo(Vector.GP);
        assertThat(s.x87Control).isEqualTo(0x37f);
    }

    @Test
    void aMisalignedAreaIsRefused() {
        s.gpr[1] = 0x3008;
        assertThat(faultOf(FXSAVE)).isEqualTo(Vector.GP);
    }

    @Test
    void mmxInstructionsMakeEveryRegisterValidAndEmmsEmptiesThem() {
        run(PXOR_MMX);
        assertThat(s.x87Tag).isEqualTo(0xff);
        assertThat(X87State.top(s)).isZero();
        assertThat(s.x87Exponent[0]).isEqualTo(0xffff);
        run(0x0f, 0x77);
        assertThat(s.x87Tag).isZero();
    }

    @Test
    void availabilityIsCheckedInTheManualsOrder() {
        s.cr0 = Cr0.TS.set(s.cr0);
        assertThat(faultOf(PXOR)).isEqualTo(Vector.NM);
        assertThat(faultOf(PXOR_MMX)).isEqualTo(Vector.NM);
        assertThat(faultOf(FXSAVE)).isEqualTo(Vector.NM);
        assertThat(faultOf(0xd9, 0xe8)).as("fld1").isEqualTo(Vector.NM);
        s.cr0 = Cr0.EM.set(s.cr0);
        assertThat(faultOf(PXOR)).isEqualTo(Vector.UD);
        s.cr0 = 0x33;
        s.cr4 = Cr4.OSFXSR.clear(s.cr4);
        assertThat(faultOf(PXOR)).isEqualTo(Vector.UD);
        run(PXOR_MMX);
    }
}
