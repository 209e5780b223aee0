package dev.ringmaster.cpu.isa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.instruction.OperandKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.HexFormat;

/** Encodings checked by hand against the manuals' opcode maps. */
class DecoderTest {

    private static Instruction decode(int codeSize, String hex) {
        return Decoder.decode(HexFormat.of().parseHex(hex), codeSize);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    8 | 4801d8             | add rax,rbx
                    8 | 01d8               | add eax,ebx
                    8 | 6601d8             | add ax,bx
                    4 | 01d8               | add eax,ebx
                    4 | 6601d8             | add ax,bx
                    2 | 01d8               | add ax,bx
                    2 | 6601d8             | add eax,ebx
                    8 | 00e0               | add al,ah
                    8 | 4000e0             | add al,spl
                    8 | 4883c0ff           | add rax,0xffffffffffffffff
                    8 | 90                 | nop
                    8 | 4190               | xchg r8d,eax
                    8 | f390               | pause
                    8 | 4898               | cdqe
                    8 | 98                 | cwde
                    8 | 6698               | cbw
                    8 | 6a80               | push 0xffffffffffffff80
                    8 | 50                 | push rax
                    8 | 6650               | push ax
                    8 | 4150               | push r8
                    8 | ff30               | push QWORD PTR [rax]
                    8 | 0fa0               | push fs
                    8 | e800000000         | call $+0x5
                    8 | ebfe               | jmp $+0x0
                    2 | e90000             | jmp $+0x3
                    8 | 0f84fcffffff       | je $+0x2
                    2 | ea00000010         | jmp 0x1000:0x0
                    4 | 9a785634120800     | call 0x8:0x12345678
                    8 | ff28               | jmp FWORD PTR [rax]
                    8 | 488b05f8ffffff     | mov rax,QWORD PTR [rip+0xfffffffffffffff8]
                    8 | 67488b0510000000   | mov rax,QWORD PTR [eip+0x10]
                    8 | 488b042528000000   | mov rax,QWORD PTR ds:0x28
                    8 | 64488b042528000000 | mov rax,QWORD PTR fs:0x28
                    4 | 8b0528000000       | mov eax,DWORD PTR ds:0x28
                    2 | 8b4204             | mov ax,WORD PTR [bp+si+0x4]
                    2 | 678b4204           | mov ax,WORD PTR [edx+0x4]
                    8 | 8b04a3             | mov eax,DWORD PTR [rbx]
                    8 | 428b04a3           | mov eax,DWORD PTR [rbx+r12*4]
                    8 | 0f20c0             | mov rax,cr0
                    8 | 440f20c0           | mov rax,cr8
                    4 | 0f22d8             | mov cr3,eax
                    8 | 0f2138             | mov rax,dr7
                    8 | d1e0               | shl eax,1
                    8 | c1f004             | shl eax,0x4
                    8 | d3f8               | sar eax,cl
                    8 | f048ff03           | lock inc QWORD PTR [rbx]
                    8 | f348ab             | rep stos QWORD PTR es:[rdi],rax
                    8 | f3a6               | repz cmps BYTE PTR ds:[rsi],BYTE PTR es:[rdi]
                    2 | 266ca4             | ins BYTE PTR es:[di],dx
                    8 | 48cf               | iretq
                    8 | 0f01c1             | vmcall
                    8 | 0f01c2             | vmlaunch
                    8 | 0f01d8             | vmrun
                    8 | 0f01f8             | swapgs
                    8 | 0f0138             | invlpg BYTE PTR [rax]
                    8 | 0f0110             | lgdt [rax]
                    8 | f30fc730           | vmxon QWORD PTR [rax]
                    8 | 660fc730           | vmclear QWORD PTR [rax]
                    8 | 0fc730             | vmptrld QWORD PTR [rax]
                    8 | 0fc7f0             | rdrand eax
                    8 | 0f78c1             | vmread rcx,rax
                    8 | 0f79c1             | vmwrite rax,rcx
                    8 | 660f388001         | invept rax,OWORD PTR [rcx]
                    8 | f30fb8c1           | popcnt eax,ecx
                    8 | f30fbcc1           | tzcnt eax,ecx
                    8 | 0fbcc1             | bsf eax,ecx
                    8 | 0f38f000           | movbe eax,DWORD PTR [rax]
                    8 | f20f38f000         | crc32 eax,BYTE PTR [rax]
                    8 | 0fefc1             | pxor mm0,mm1
                    8 | 660fefc1           | pxor xmm0,xmm1
                    8 | 66480f6ec0         | movq xmm0,rax
                    8 | 660f6ec0           | movd xmm0,eax
                    8 | 480fc70f           | cmpxchg16b OWORD PTR [rdi]
                    8 | 0fc70f             | cmpxchg8b QWORD PTR [rdi]
                    8 | dfe0               | fnstsw ax
                    8 | d92f               | fldcw WORD PTR [rdi]
                    4 | c408               | les ecx,FWORD PTR [eax]
                    4 | 62c0               | (bad)
                    8 | 62                 | (bad)
                    8 | c5f8770000         | (bad)
                    8 | 0f0b               | ud2
                    8 | f30f1efa           | endbr64
                    8 | 0f1f4000           | nop DWORD PTR [rax+0x0]
                    """)
    void bytesReadAsInTheManual(int codeSize, String hex, String text) {
        assertThat(Disassembler.text(decode(codeSize, hex))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"8,06", "8,27", "8,60", "8,9a0000000000", "8,d40a", "8,ce", "4,0f01f8", "8,82c000"})
    void whatAModeDoesNotHaveIsInvalid(int codeSize, String hex) {
        assertThat(decode(codeSize, hex).mnemonic()).isEqualTo(Mnemonic.INVALID);
    }

    @ParameterizedTest
    @CsvSource({"f090", "f001d8", "f0488b03", "f03903", "f00fa303", "f0ff30", "f08ec0"})
    void lockIsInvalidWhereItIsNotAllowed(String hex) {
        assertThat(decode(8, hex).mnemonic()).isEqualTo(Mnemonic.INVALID);
    }

    @ParameterizedTest
    @CsvSource({"8ec8", "8ef0", "8cf0", "440f21c0"})
    void loadingCsAndNamingRegistersThatDoNotExistIsInvalid(String hex) {
        assertThat(decode(8, hex).mnemonic()).isEqualTo(Mnemonic.INVALID);
    }

    @Test
    void rexCountsOnlyDirectlyBeforeTheOpcode() {
        assertThat(decode(8, "486601d8").operandSize()).isEqualTo(2);
        assertThat(decode(8, "664801d8").operandSize()).isEqualTo(8);
    }

    @Test
    void overridesOfEsCsSsAndDsDoNotCountIn64BitMode() {
        assertThat(decode(8, "2e8b00").segmentOverridden()).isFalse();
        assertThat(decode(8, "64368b00").segment()).isEqualTo(4);
        assertThat(decode(4, "64368b00").segment()).isEqualTo(2);
    }

    @Test
    void addressesOnTheStackUseSs() {
        assertThat(decode(8, "8b0424").segment()).isEqualTo(2);
        assertThat(decode(8, "8b4500").segment()).isEqualTo(2);
        assertThat(decode(8, "418b442400").segment()).isEqualTo(3);
        assertThat(decode(8, "8b042d00000000").segment()).isEqualTo(3);
        assertThat(decode(2, "8b02").segment()).isEqualTo(2);
    }

    @Test
    void sixteenBytesAreTooLongAndFifteenAreNot() {
        byte[] bytes = new byte[16];
        Arrays.fill(bytes, (byte) 0x66);
        bytes[14] = (byte) 0x90;
        assertThat(Decoder.decode(bytes, 8).length()).isEqualTo(15);
        bytes[14] = 0x66;
        bytes[15] = (byte) 0x90;
        assertThat(Decoder.decode(bytes, 8)).isSameAs(Decoder.TOO_LONG);
        assertThat(Decoder.decode(bytes, 0, 15, 8)).isSameAs(Decoder.TOO_LONG);
        assertThat(Decoder.decode(bytes, 0, 14, 8)).isSameAs(Decoder.NEED_MORE);
    }

    @Test
    void immediatesAreExtendedAsTheManualSays() {
        assertThat(decode(8, "4883c080").immediate()).isEqualTo(-128);
        assertThat(decode(8, "4805000000f0").immediate()).isEqualTo(0xfffffffff0000000L);
        assertThat(decode(8, "48b80000000000000080").immediate()).isEqualTo(Long.MIN_VALUE);
        assertThat(decode(8, "cd80").immediate()).isEqualTo(0x80);
        assertThat(decode(8, "c2f0ff").immediate()).isEqualTo(0xfff0);
        assertThat(decode(8, "c810f0ff").immediate()).isEqualTo(0xf010);
        assertThat(decode(8, "c810f0ff").immediate2()).isEqualTo(0xff);
    }

    @Test
    void stringElementsAreTheOperandSize() {
        assertThat(decode(8, "a4").operandSize()).isEqualTo(1);
        assertThat(decode(8, "48a5").operandSize()).isEqualTo(8);
        assertThat(decode(8, "486d").operandSize()).isEqualTo(4);
        assertThat(decode(2, "26a5").segment()).isZero();
        assertThat(decode(8, "a4").operands()).isZero();
    }

    @Test
    void otherX87InstructionsKeepTheirEncodingAndMemoryOperand() {
        Instruction load = decode(8, "dd442408");
        assertThat(load.mnemonic()).isEqualTo(Mnemonic.X87);
        assertThat(load.kind(0)).isEqualTo(OperandKind.MEMORY);
        assertThat(load.size(0)).isEqualTo(8);
        assertThat(load.displacement()).isEqualTo(8);
        assertThat(decode(8, "d9c9").modrm()).isEqualTo(0xc9);
    }
}
