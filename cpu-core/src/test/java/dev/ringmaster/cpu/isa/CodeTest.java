package dev.ringmaster.cpu.isa;

import static dev.ringmaster.cpu.isa.Operand.address;
import static dev.ringmaster.cpu.isa.Operand.far;
import static dev.ringmaster.cpu.isa.Operand.mem;
import static dev.ringmaster.cpu.isa.Operand.mem64;
import static dev.ringmaster.cpu.isa.Operand.mem8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class CodeTest {

    private static List<String> listing(Code code, int codeSize, long origin) {
        byte[] bytes = code.bytes();
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
            Instruction found = Decoder.decode(rest, codeSize);
            lines.add(Disassembler.text(found, origin + at));
            at += found.length();
        }
        return lines;
    }

    @Test
    void aProgramReadsAsItWasWritten() {
        Code code = new Code(8, 0x1000);
        Label again = code.label("again");
        code.mov(Reg.ECX, 10)
                .bind(again)
                .add(Reg.RAX, mem(Reg.RBX).index(Reg.RCX, 8).disp(16))
                .dec(Reg.ECX)
                .jnz(again)
                .mov(mem(0x28).seg(Reg.GS), Reg.RAX)
                .lock()
                .inc(mem64(Reg.RDI))
                .rep()
                .stosq()
                .mov(Reg.CR3, Reg.RAX)
                .mov(Reg.DS, Reg.EAX)
                .push(Reg.FS)
                .emit(Mnemonic.PXOR, Reg.XMM1, Reg.XMM9)
                .iretq();
        assertThat(listing(code, 8, 0x1000))
                .containsExactly(
                        "mov ecx,0xa",
                        "add rax,QWORD PTR [rbx+rcx*8+0x10]",
                        "dec ecx",
                        "jne 0x1005",
                        "mov QWORD PTR gs:0x28,rax",
                        "lock inc QWORD PTR [rdi]",
                        "rep stos QWORD PTR es:[rdi],rax",
                        "mov cr3,rax",
                        "mov ds,ax",
                        "push fs",
                        "pxor xmm1,xmm9",
                        "iretq");
    }

    @Test
    void labelsAreReachedForwardsBackwardsAndAsAddresses() {
        Code code = new Code(8, 0x1000);
        Label data = code.label("data");
        code.jmp(data).lea(Reg.RSI, mem(data)).mov(Reg.RDI, address(data).plus(4));
        code.align(16).bind(data).dq(1).data(address(data), 8);
        assertThat(code.addressOf(data)).isEqualTo(0x1020);
        byte[] bytes = code.bytes();
        assertThat(Decoder.decode(bytes, 8).immediate()).isEqualTo(0x1020 - 0x1005);
        assertThat(Decoder.decode(bytes, 5, 11, 8).displacement()).isEqualTo(0x1020 - 0x100c);
        assertThat(Decoder.decode(bytes, 12, 20, 8).immediate()).isEqualTo(0x1024);
        assertThat(bytes[0x28]).isEqualTo((byte) 0x20);
        assertThat(bytes[0x29]).isEqualTo((byte) 0x10);
    }

    @Test
    void aHigherHalfAddressFitsAsItIs() {
        Code code = new Code(8, 0xffffffff80100000L);
        Label here = code.here("here");
        code.mov(Reg.RAX, address(here));
        assertThat(Decoder.decode(code.bytes(), 8).immediate()).isEqualTo(0xffffffff80100000L);
        code = new Code(8, 0xffff800000000000L);
        here = code.here("here");
        code.mov(Reg.RAX, address(here));
        assertThat(Decoder.decode(code.bytes(), 8).immediate()).isEqualTo(0xffff800000000000L);
    }

    @Test
    void modesSwitchWithinOneProgram() {
        Code code = new Code(2, 0x7c00);
        Label wide = code.label("wide");
        code.mov(Reg.EAX, Reg.CR0).or(Reg.AL, 1).mov(Reg.CR0, Reg.EAX);
        code.jmp(far(8, wide).size(4)).bits32().bind(wide).mov(Reg.EAX, mem(Reg.EBX));
        byte[] bytes = code.bytes();
        Instruction jump = Decoder.decode(bytes, 8, 8, 2);
        assertThat(Disassembler.text(jump)).isEqualTo("jmp 0x8:0x7c10");
        assertThat(Decoder.decode(bytes, 16, 2, 4).operandSize()).isEqualTo(4);
    }

    @Test
    void partsOfAnAddressGoIntoDescriptors() {
        Code code = new Code(8, 0x123456789abcdef0L);
        Label gate = code.here("gate");
        code.part(address(gate), 0, 2).part(address(gate), 16, 2).part(address(gate), 32, 4);
        assertThat(code.bytes())
                .isEqualTo(new Code(8, 0).dw(0xdef0, 0x9abc).dd(0x12345678).bytes());
    }

    @Test
    void anAddressThatItsFieldWouldChangeIsRefused() {
        Code code = new Code(8, 0);
        Label high = code.label("high");
        code.mov(Reg.RAX, address(high)).org(0x80000000L).bind(high);
        assertThatIllegalArgumentException()
                .isThrownBy(code::bytes)
                .withMessageContaining("label high");
    }

    @Test
    void theShortestEncodingIsTaken() {
        assertThat(new Code(8, 0).add(Reg.RAX, 5).size()).isEqualTo(4);
        assertThat(new Code(8, 0).mov(Reg.RAX, -1).size()).isEqualTo(7);
        assertThat(new Code(8, 0).mov(Reg.EAX, 0xffffffffL).size()).isEqualTo(5);
        assertThat(new Code(8, 0).mov(Reg.RAX, 0xffffffffL).size()).isEqualTo(10);
        assertThat(new Code(4, 0).inc(Reg.EAX).size()).isEqualTo(1);
    }

    @Test
    void operandsMayComeInEitherOrderWhereItDoesNotMatter() {
        assertThat(new Code(8, 0).test(Reg.RAX, mem(Reg.RBX)).bytes())
                .isEqualTo(new Code(8, 0).test(mem(Reg.RBX), Reg.RAX).bytes());
    }

    @Test
    void mistakesAreNamed() {
        Code code = new Code(8, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> code.inc(mem(Reg.RAX)))
                .withMessageContaining("say the size of the memory operand");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> code.mov(Reg.AH, Reg.R8B))
                .withMessageContaining("no encoding in 64-bit code");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> code.lock().mov(mem8(Reg.RAX), 1))
                .withMessageContaining("MOV");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Code(4, 0).syscall().mov(Reg.RAX, 1))
                .withMessageContaining("32-bit code");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> code.jmp(code.label("nowhere")).bytes())
                .withMessageContaining("nowhere is not bound");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Code(8, 0).db(256))
                .withMessageContaining("256");
    }

    @Test
    void aLoopThatIsTooFarIsRefused() {
        Code code = new Code(8, 0);
        Label start = code.here("start");
        code.zeros(200).loop(start);
        assertThatIllegalArgumentException()
                .isThrownBy(code::bytes)
                .withMessageContaining("does not fit 1 byte");
    }
}
