package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Mnemonic;

/**
 * The instructions as methods, so that a program reads like a listing: {@code code.mov(RAX,
 * 1).syscall()}. Every instruction, also those without a method of their own, can be emitted by
 * {@link #emit}. Methods with a {@code long} take it as an immediate. Each returns the program.
 *
 * @param <T> the program
 */
abstract class Listing<T> {

    /** Emits any instruction. */
    public abstract T emit(Mnemonic mnemonic, Operand... operands);

    /** Emits a conditional instruction; the condition is its number in the encoding, 0 to 15. */
    abstract T emitConditional(Mnemonic mnemonic, int condition, Operand... operands);

    /** Makes the next instruction repeat (prefix F3). */
    public abstract T rep();

    /** Makes the next instruction repeat while not equal (prefix F2). */
    public abstract T repne();

    /**
     * Makes the next instruction use this operand size, 1, 2, 4 or 8, where its operands do not say
     * it.
     */
    public abstract T sized(int bytes);

    /** ADD. */
    public T add(Operand destination, Operand source) {
        return emit(Mnemonic.ADD, destination, source);
    }

    /** ADD with an immediate. */
    public T add(Operand destination, long value) {
        return add(destination, Operand.imm(value));
    }

    /** OR. */
    public T or(Operand destination, Operand source) {
        return emit(Mnemonic.OR, destination, source);
    }

    /** OR with an immediate. */
    public T or(Operand destination, long value) {
        return or(destination, Operand.imm(value));
    }

    /** ADC. */
    public T adc(Operand destination, Operand source) {
        return emit(Mnemonic.ADC, destination, source);
    }

    /** ADC with an immediate. */
    public T adc(Operand destination, long value) {
        return adc(destination, Operand.imm(value));
    }

    /** SBB. */
    public T sbb(Operand destination, Operand source) {
        return emit(Mnemonic.SBB, destination, source);
    }

    /** SBB with an immediate. */
    public T sbb(Operand destination, long value) {
        return sbb(destination, Operand.imm(value));
    }

    /** AND. */
    public T and(Operand destination, Operand source) {
        return emit(Mnemonic.AND, destination, source);
    }

    /** AND with an immediate. */
    public T and(Operand destination, long value) {
        return and(destination, Operand.imm(value));
    }

    /** SUB. */
    public T sub(Operand destination, Operand source) {
        return emit(Mnemonic.SUB, destination, source);
    }

    /** SUB with an immediate. */
    public T sub(Operand destination, long value) {
        return sub(destination, Operand.imm(value));
    }

    /** XOR. */
    public T xor(Operand destination, Operand source) {
        return emit(Mnemonic.XOR, destination, source);
    }

    /** XOR with an immediate. */
    public T xor(Operand destination, long value) {
        return xor(destination, Operand.imm(value));
    }

    /** CMP. */
    public T cmp(Operand destination, Operand source) {
        return emit(Mnemonic.CMP, destination, source);
    }

    /** CMP with an immediate. */
    public T cmp(Operand destination, long value) {
        return cmp(destination, Operand.imm(value));
    }

    /** MOV of any kind: general, segment, control and debug registers, memory, immediates. */
    public T mov(Operand destination, Operand source) {
        return Moves.emit(this, destination, source);
    }

    /** MOV with an immediate. */
    public T mov(Operand destination, long value) {
        return mov(destination, Operand.imm(value));
    }

    /** TEST; the operands may come in either order. */
    public T test(Operand first, Operand second) {
        boolean swap = second instanceof Mem;
        return emit(Mnemonic.TEST, swap ? second : first, swap ? first : second);
    }

    /** TEST with an immediate. */
    public T test(Operand destination, long value) {
        return test(destination, Operand.imm(value));
    }

    /** INC. */
    public T inc(Operand operand) {
        return emit(Mnemonic.INC, operand);
    }

    /** DEC. */
    public T dec(Operand operand) {
        return emit(Mnemonic.DEC, operand);
    }

    /** NEG. */
    public T neg(Operand operand) {
        return emit(Mnemonic.NEG, operand);
    }

    /** NOT. */
    public T not(Operand operand) {
        return emit(Mnemonic.NOT, operand);
    }

    /** MUL. */
    public T mul(Operand operand) {
        return emit(Mnemonic.MUL, operand);
    }

    /** DIV. */
    public T div(Operand operand) {
        return emit(Mnemonic.DIV, operand);
    }

    /** IDIV. */
    public T idiv(Operand operand) {
        return emit(Mnemonic.IDIV, operand);
    }

    /** PUSH of a general or segment register, memory or an immediate. */
    public T push(Operand operand) {
        return Moves.push(this, operand);
    }

    /** POP of a general or segment register or memory. */
    public T pop(Operand operand) {
        return Moves.pop(this, operand);
    }

    /** PUSH of an immediate. */
    public T push(long value) {
        return push(Operand.imm(value));
    }

    /** ROL by a number of bits. */
    public T rol(Operand destination, int count) {
        return emit(Mnemonic.ROL, destination, Operand.imm(count));
    }

    /** ROL by CL or an immediate. */
    public T rol(Operand destination, Operand count) {
        return emit(Mnemonic.ROL, destination, count);
    }

    /** ROR by a number of bits. */
    public T ror(Operand destination, int count) {
        return emit(Mnemonic.ROR, destination, Operand.imm(count));
    }

    /** ROR by CL or an immediate. */
    public T ror(Operand destination, Operand count) {
        return emit(Mnemonic.ROR, destination, count);
    }

    /** RCL by a number of bits. */
    public T rcl(Operand destination, int count) {
        return emit(Mnemonic.RCL, destination, Operand.imm(count));
    }

    /** RCL by CL or an immediate. */
    public T rcl(Operand destination, Operand count) {
        return emit(Mnemonic.RCL, destination, count);
    }

    /** RCR by a number of bits. */
    public T rcr(Operand destination, int count) {
        return emit(Mnemonic.RCR, destination, Operand.imm(count));
    }

    /** RCR by CL or an immediate. */
    public T rcr(Operand destination, Operand count) {
        return emit(Mnemonic.RCR, destination, count);
    }

    /** SHL by a number of bits. */
    public T shl(Operand destination, int count) {
        return emit(Mnemonic.SHL, destination, Operand.imm(count));
    }

    /** SHL by CL or an immediate. */
    public T shl(Operand destination, Operand count) {
        return emit(Mnemonic.SHL, destination, count);
    }

    /** SHR by a number of bits. */
    public T shr(Operand destination, int count) {
        return emit(Mnemonic.SHR, destination, Operand.imm(count));
    }

    /** SHR by CL or an immediate. */
    public T shr(Operand destination, Operand count) {
        return emit(Mnemonic.SHR, destination, count);
    }

    /** SAR by a number of bits. */
    public T sar(Operand destination, int count) {
        return emit(Mnemonic.SAR, destination, Operand.imm(count));
    }

    /** SAR by CL or an immediate. */
    public T sar(Operand destination, Operand count) {
        return emit(Mnemonic.SAR, destination, count);
    }

    /** XCHG; the operands may come in either order. */
    public T xchg(Operand first, Operand second) {
        boolean swap = second instanceof Mem;
        return emit(Mnemonic.XCHG, swap ? second : first, swap ? first : second);
    }

    /** IMUL with one, two or three operands. */
    public T imul(Operand... operands) {
        return emit(Mnemonic.IMUL, operands);
    }

    /** IMUL by an immediate. */
    public T imul(Reg destination, Operand source, long factor) {
        return emit(Mnemonic.IMUL, destination, source, Operand.imm(factor));
    }

    /** LEA. */
    public T lea(Operand destination, Operand source) {
        return emit(Mnemonic.LEA, destination, source);
    }

    /** MOVZX. */
    public T movzx(Operand destination, Operand source) {
        return emit(Mnemonic.MOVZX, destination, source);
    }

    /** MOVSX. */
    public T movsx(Operand destination, Operand source) {
        return emit(Mnemonic.MOVSX, destination, source);
    }

    /** MOVSXD. */
    public T movsxd(Operand destination, Operand source) {
        return emit(Mnemonic.MOVSXD, destination, source);
    }

    /** XADD. */
    public T xadd(Operand destination, Operand source) {
        return emit(Mnemonic.XADD, destination, source);
    }

    /** CMPXCHG. */
    public T cmpxchg(Operand destination, Operand source) {
        return emit(Mnemonic.CMPXCHG, destination, source);
    }

    /** LAR. */
    public T lar(Operand destination, Operand source) {
        return emit(Mnemonic.LAR, destination, source);
    }

    /** LSL. */
    public T lsl(Operand destination, Operand source) {
        return emit(Mnemonic.LSL, destination, source);
    }

    /** BSF. */
    public T bsf(Operand destination, Operand source) {
        return emit(Mnemonic.BSF, destination, source);
    }

    /** BSR. */
    public T bsr(Operand destination, Operand source) {
        return emit(Mnemonic.BSR, destination, source);
    }

    /** BT. */
    public T bt(Operand destination, Operand source) {
        return emit(Mnemonic.BT, destination, source);
    }

    /** BTS. */
    public T bts(Operand destination, Operand source) {
        return emit(Mnemonic.BTS, destination, source);
    }

    /** BTR. */
    public T btr(Operand destination, Operand source) {
        return emit(Mnemonic.BTR, destination, source);
    }

    /** BTC. */
    public T btc(Operand destination, Operand source) {
        return emit(Mnemonic.BTC, destination, source);
    }

    /** VMREAD. */
    public T vmread(Operand destination, Operand source) {
        return emit(Mnemonic.VMREAD, destination, source);
    }

    /** VMWRITE. */
    public T vmwrite(Operand destination, Operand source) {
        return emit(Mnemonic.VMWRITE, destination, source);
    }

    /** INVEPT. */
    public T invept(Operand destination, Operand source) {
        return emit(Mnemonic.INVEPT, destination, source);
    }

    /** INVVPID. */
    public T invvpid(Operand destination, Operand source) {
        return emit(Mnemonic.INVVPID, destination, source);
    }

    /** INVPCID. */
    public T invpcid(Operand destination, Operand source) {
        return emit(Mnemonic.INVPCID, destination, source);
    }

    /** BT with an immediate. */
    public T bt(Operand destination, int bit) {
        return emit(Mnemonic.BT, destination, Operand.imm(bit));
    }

    /** BTS with an immediate. */
    public T bts(Operand destination, int bit) {
        return emit(Mnemonic.BTS, destination, Operand.imm(bit));
    }

    /** BTR with an immediate. */
    public T btr(Operand destination, int bit) {
        return emit(Mnemonic.BTR, destination, Operand.imm(bit));
    }

    /** BTC with an immediate. */
    public T btc(Operand destination, int bit) {
        return emit(Mnemonic.BTC, destination, Operand.imm(bit));
    }

    /** LGDT. */
    public T lgdt(Operand operand) {
        return emit(Mnemonic.LGDT, operand);
    }

    /** LIDT. */
    public T lidt(Operand operand) {
        return emit(Mnemonic.LIDT, operand);
    }

    /** SGDT. */
    public T sgdt(Operand operand) {
        return emit(Mnemonic.SGDT, operand);
    }

    /** SIDT. */
    public T sidt(Operand operand) {
        return emit(Mnemonic.SIDT, operand);
    }

    /** INVLPG. */
    public T invlpg(Operand operand) {
        return emit(Mnemonic.INVLPG, operand);
    }

    /** FXSAVE. */
    public T fxsave(Operand operand) {
        return emit(Mnemonic.FXSAVE, operand);
    }

    /** FXRSTOR. */
    public T fxrstor(Operand operand) {
        return emit(Mnemonic.FXRSTOR, operand);
    }

    /** LDMXCSR. */
    public T ldmxcsr(Operand operand) {
        return emit(Mnemonic.LDMXCSR, operand);
    }

    /** STMXCSR. */
    public T stmxcsr(Operand operand) {
        return emit(Mnemonic.STMXCSR, operand);
    }

    /** VMXON. */
    public T vmxon(Operand operand) {
        return emit(Mnemonic.VMXON, operand);
    }

    /** VMCLEAR. */
    public T vmclear(Operand operand) {
        return emit(Mnemonic.VMCLEAR, operand);
    }

    /** VMPTRLD. */
    public T vmptrld(Operand operand) {
        return emit(Mnemonic.VMPTRLD, operand);
    }

    /** VMPTRST. */
    public T vmptrst(Operand operand) {
        return emit(Mnemonic.VMPTRST, operand);
    }

    /** LLDT. */
    public T lldt(Operand operand) {
        return emit(Mnemonic.LLDT, operand);
    }

    /** LTR. */
    public T ltr(Operand operand) {
        return emit(Mnemonic.LTR, operand);
    }

    /** SLDT. */
    public T sldt(Operand operand) {
        return emit(Mnemonic.SLDT, operand);
    }

    /** STR. */
    public T str(Operand operand) {
        return emit(Mnemonic.STR, operand);
    }

    /** SMSW. */
    public T smsw(Operand operand) {
        return emit(Mnemonic.SMSW, operand);
    }

    /** LMSW. */
    public T lmsw(Operand operand) {
        return emit(Mnemonic.LMSW, operand);
    }

    /** VERR. */
    public T verr(Operand operand) {
        return emit(Mnemonic.VERR, operand);
    }

    /** VERW. */
    public T verw(Operand operand) {
        return emit(Mnemonic.VERW, operand);
    }

    /** JO. */
    public T jo(Label target) {
        return emitConditional(Mnemonic.JCC, 0, target);
    }

    /** JNO. */
    public T jno(Label target) {
        return emitConditional(Mnemonic.JCC, 1, target);
    }

    /** JB. */
    public T jb(Label target) {
        return emitConditional(Mnemonic.JCC, 2, target);
    }

    /** JAE. */
    public T jae(Label target) {
        return emitConditional(Mnemonic.JCC, 3, target);
    }

    /** JE. */
    public T je(Label target) {
        return emitConditional(Mnemonic.JCC, 4, target);
    }

    /** JNE. */
    public T jne(Label target) {
        return emitConditional(Mnemonic.JCC, 5, target);
    }

    /** JBE. */
    public T jbe(Label target) {
        return emitConditional(Mnemonic.JCC, 6, target);
    }

    /** JA. */
    public T ja(Label target) {
        return emitConditional(Mnemonic.JCC, 7, target);
    }

    /** JS. */
    public T js(Label target) {
        return emitConditional(Mnemonic.JCC, 8, target);
    }

    /** JNS. */
    public T jns(Label target) {
        return emitConditional(Mnemonic.JCC, 9, target);
    }

    /** JP. */
    public T jp(Label target) {
        return emitConditional(Mnemonic.JCC, 10, target);
    }

    /** JNP. */
    public T jnp(Label target) {
        return emitConditional(Mnemonic.JCC, 11, target);
    }

    /** JL. */
    public T jl(Label target) {
        return emitConditional(Mnemonic.JCC, 12, target);
    }

    /** JGE. */
    public T jge(Label target) {
        return emitConditional(Mnemonic.JCC, 13, target);
    }

    /** JLE. */
    public T jle(Label target) {
        return emitConditional(Mnemonic.JCC, 14, target);
    }

    /** JG. */
    public T jg(Label target) {
        return emitConditional(Mnemonic.JCC, 15, target);
    }

    /** JC, another name of JB. */
    public T jc(Label target) {
        return jb(target);
    }

    /** JNC, another name of JAE. */
    public T jnc(Label target) {
        return jae(target);
    }

    /** JZ, another name of JE. */
    public T jz(Label target) {
        return je(target);
    }

    /** JNZ, another name of JNE. */
    public T jnz(Label target) {
        return jne(target);
    }

    /** SETcc with the condition's number, 0 to 15 (4 is E, 5 NE, 2 B, 12 L). */
    public T set(int condition, Operand destination) {
        return emitConditional(Mnemonic.SETCC, condition, destination);
    }

    /** CMOVcc with the condition's number, 0 to 15. */
    public T cmov(int condition, Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, condition, destination, source);
    }

    /** SETO. */
    public T seto(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 0, destination);
    }

    /** SETNO. */
    public T setno(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 1, destination);
    }

    /** SETB. */
    public T setb(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 2, destination);
    }

    /** SETAE. */
    public T setae(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 3, destination);
    }

    /** SETE. */
    public T sete(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 4, destination);
    }

    /** SETNE. */
    public T setne(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 5, destination);
    }

    /** SETBE. */
    public T setbe(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 6, destination);
    }

    /** SETA. */
    public T seta(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 7, destination);
    }

    /** SETS. */
    public T sets(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 8, destination);
    }

    /** SETNS. */
    public T setns(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 9, destination);
    }

    /** SETP. */
    public T setp(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 10, destination);
    }

    /** SETNP. */
    public T setnp(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 11, destination);
    }

    /** SETL. */
    public T setl(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 12, destination);
    }

    /** SETGE. */
    public T setge(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 13, destination);
    }

    /** SETLE. */
    public T setle(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 14, destination);
    }

    /** SETG. */
    public T setg(Operand destination) {
        return emitConditional(Mnemonic.SETCC, 15, destination);
    }

    /** CMOVO. */
    public T cmovo(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 0, destination, source);
    }

    /** CMOVNO. */
    public T cmovno(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 1, destination, source);
    }

    /** CMOVB. */
    public T cmovb(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 2, destination, source);
    }

    /** CMOVAE. */
    public T cmovae(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 3, destination, source);
    }

    /** CMOVE. */
    public T cmove(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 4, destination, source);
    }

    /** CMOVNE. */
    public T cmovne(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 5, destination, source);
    }

    /** CMOVBE. */
    public T cmovbe(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 6, destination, source);
    }

    /** CMOVA. */
    public T cmova(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 7, destination, source);
    }

    /** CMOVS. */
    public T cmovs(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 8, destination, source);
    }

    /** CMOVNS. */
    public T cmovns(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 9, destination, source);
    }

    /** CMOVP. */
    public T cmovp(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 10, destination, source);
    }

    /** CMOVNP. */
    public T cmovnp(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 11, destination, source);
    }

    /** CMOVL. */
    public T cmovl(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 12, destination, source);
    }

    /** CMOVGE. */
    public T cmovge(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 13, destination, source);
    }

    /** CMOVLE. */
    public T cmovle(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 14, destination, source);
    }

    /** CMOVG. */
    public T cmovg(Reg destination, Operand source) {
        return emitConditional(Mnemonic.CMOVCC, 15, destination, source);
    }

    /** JMP to a label, through a register or memory, or to a far pointer. */
    public T jmp(Operand target) {
        return emit(target instanceof Far ? Mnemonic.JMPF : Mnemonic.JMP, target);
    }

    /** CALL of a label, through a register or memory, or of a far pointer. */
    public T call(Operand target) {
        return emit(target instanceof Far ? Mnemonic.CALLF : Mnemonic.CALL, target);
    }

    /** JMP through a far pointer in memory, whose size (4, 6 or 10) must be said. */
    public T jmpFar(Mem pointer) {
        return emit(Mnemonic.JMPF, pointer);
    }

    /** CALL through a far pointer in memory, whose size (4, 6 or 10) must be said. */
    public T callFar(Mem pointer) {
        return emit(Mnemonic.CALLF, pointer);
    }

    /** LOOP; the target must be within 128 bytes. */
    public T loop(Label target) {
        return emit(Mnemonic.LOOP, target);
    }

    /** LOOPE; the target must be within 128 bytes. */
    public T loope(Label target) {
        return emit(Mnemonic.LOOPE, target);
    }

    /** LOOPNE; the target must be within 128 bytes. */
    public T loopne(Label target) {
        return emit(Mnemonic.LOOPNE, target);
    }

    /** JCXZ; the target must be within 128 bytes. */
    public T jcxz(Label target) {
        return emit(Mnemonic.JCXZ, target);
    }

    /** NOP. */
    public T nop() {
        return emit(Mnemonic.NOP);
    }

    /** PAUSE. */
    public T pause() {
        return emit(Mnemonic.PAUSE);
    }

    /** HLT. */
    public T hlt() {
        return emit(Mnemonic.HLT);
    }

    /** CLI. */
    public T cli() {
        return emit(Mnemonic.CLI);
    }

    /** STI. */
    public T sti() {
        return emit(Mnemonic.STI);
    }

    /** CLD. */
    public T cld() {
        return emit(Mnemonic.CLD);
    }

    /** STD. */
    public T std() {
        return emit(Mnemonic.STD);
    }

    /** CLC. */
    public T clc() {
        return emit(Mnemonic.CLC);
    }

    /** STC. */
    public T stc() {
        return emit(Mnemonic.STC);
    }

    /** CMC. */
    public T cmc() {
        return emit(Mnemonic.CMC);
    }

    /** RET. */
    public T ret() {
        return emit(Mnemonic.RET);
    }

    /** LEAVE. */
    public T leave() {
        return emit(Mnemonic.LEAVE);
    }

    /** PUSHF. */
    public T pushf() {
        return emit(Mnemonic.PUSHF);
    }

    /** POPF. */
    public T popf() {
        return emit(Mnemonic.POPF);
    }

    /** PUSHA. */
    public T pusha() {
        return emit(Mnemonic.PUSHA);
    }

    /** POPA. */
    public T popa() {
        return emit(Mnemonic.POPA);
    }

    /** CPUID. */
    public T cpuid() {
        return emit(Mnemonic.CPUID);
    }

    /** RDTSC. */
    public T rdtsc() {
        return emit(Mnemonic.RDTSC);
    }

    /** RDTSCP. */
    public T rdtscp() {
        return emit(Mnemonic.RDTSCP);
    }

    /** RDMSR. */
    public T rdmsr() {
        return emit(Mnemonic.RDMSR);
    }

    /** WRMSR. */
    public T wrmsr() {
        return emit(Mnemonic.WRMSR);
    }

    /** SYSCALL. */
    public T syscall() {
        return emit(Mnemonic.SYSCALL);
    }

    /** SYSENTER. */
    public T sysenter() {
        return emit(Mnemonic.SYSENTER);
    }

    /** SYSEXIT. */
    public T sysexit() {
        return emit(Mnemonic.SYSEXIT);
    }

    /** SWAPGS. */
    public T swapgs() {
        return emit(Mnemonic.SWAPGS);
    }

    /** CLTS. */
    public T clts() {
        return emit(Mnemonic.CLTS);
    }

    /** INVD. */
    public T invd() {
        return emit(Mnemonic.INVD);
    }

    /** WBINVD. */
    public T wbinvd() {
        return emit(Mnemonic.WBINVD);
    }

    /** UD2. */
    public T ud2() {
        return emit(Mnemonic.UD2);
    }

    /** INT3. */
    public T int3() {
        return emit(Mnemonic.INT3);
    }

    /** CBW. */
    public T cbw() {
        return emit(Mnemonic.CBW);
    }

    /** CWDE. */
    public T cwde() {
        return emit(Mnemonic.CWDE);
    }

    /** CDQE. */
    public T cdqe() {
        return emit(Mnemonic.CDQE);
    }

    /** CWD. */
    public T cwd() {
        return emit(Mnemonic.CWD);
    }

    /** CDQ. */
    public T cdq() {
        return emit(Mnemonic.CDQ);
    }

    /** CQO. */
    public T cqo() {
        return emit(Mnemonic.CQO);
    }

    /** LAHF. */
    public T lahf() {
        return emit(Mnemonic.LAHF);
    }

    /** SAHF. */
    public T sahf() {
        return emit(Mnemonic.SAHF);
    }

    /** XGETBV. */
    public T xgetbv() {
        return emit(Mnemonic.XGETBV);
    }

    /** XSETBV. */
    public T xsetbv() {
        return emit(Mnemonic.XSETBV);
    }

    /** RSM. */
    public T rsm() {
        return emit(Mnemonic.RSM);
    }

    /** FNINIT. */
    public T fninit() {
        return emit(Mnemonic.FNINIT);
    }

    /** CLAC. */
    public T clac() {
        return emit(Mnemonic.CLAC);
    }

    /** STAC. */
    public T stac() {
        return emit(Mnemonic.STAC);
    }

    /** LFENCE. */
    public T lfence() {
        return emit(Mnemonic.LFENCE);
    }

    /** MFENCE. */
    public T mfence() {
        return emit(Mnemonic.MFENCE);
    }

    /** SFENCE. */
    public T sfence() {
        return emit(Mnemonic.SFENCE);
    }

    /** VMCALL. */
    public T vmcall() {
        return emit(Mnemonic.VMCALL);
    }

    /** VMMCALL. */
    public T vmmcall() {
        return emit(Mnemonic.VMMCALL);
    }

    /** VMLAUNCH. */
    public T vmlaunch() {
        return emit(Mnemonic.VMLAUNCH);
    }

    /** VMRESUME. */
    public T vmresume() {
        return emit(Mnemonic.VMRESUME);
    }

    /** VMXOFF. */
    public T vmxoff() {
        return emit(Mnemonic.VMXOFF);
    }

    /** VMRUN. */
    public T vmrun() {
        return emit(Mnemonic.VMRUN);
    }

    /** VMLOAD. */
    public T vmload() {
        return emit(Mnemonic.VMLOAD);
    }

    /** VMSAVE. */
    public T vmsave() {
        return emit(Mnemonic.VMSAVE);
    }

    /** STGI. */
    public T stgi() {
        return emit(Mnemonic.STGI);
    }

    /** CLGI. */
    public T clgi() {
        return emit(Mnemonic.CLGI);
    }

    /** MONITOR. */
    public T monitor() {
        return emit(Mnemonic.MONITOR);
    }

    /** MWAIT. */
    public T mwait() {
        return emit(Mnemonic.MWAIT);
    }

    /** RET that removes this many bytes of parameters. */
    public T ret(int bytes) {
        return emit(Mnemonic.RET, Operand.imm(bytes));
    }

    /** INT. */
    public T interrupt(int vector) {
        return emit(Mnemonic.INT, Operand.imm(vector));
    }

    /** IRET with the default operand size. */
    public T iret() {
        return emit(Mnemonic.IRET);
    }

    /** IRETQ. */
    public T iretq() {
        return sized8(Mnemonic.IRET);
    }

    /** RETF with the default operand size. */
    public T retf() {
        return emit(Mnemonic.RETF);
    }

    /** RETF with 64-bit operand size. */
    public T retfq() {
        return sized8(Mnemonic.RETF);
    }

    /** SYSRET to compatibility mode. */
    public T sysret() {
        return emit(Mnemonic.SYSRET);
    }

    /** SYSRET to 64-bit mode. */
    public T sysretq() {
        return sized8(Mnemonic.SYSRET);
    }

    /** IN to AL, AX or EAX from DX or an immediate port. */
    public T in(Reg accumulator, Operand port) {
        return emit(Mnemonic.IN, accumulator, port);
    }

    /** IN from a port below 256. */
    public T in(Reg accumulator, int port) {
        return in(accumulator, Operand.imm(port));
    }

    /** OUT of AL, AX or EAX to DX or an immediate port. */
    public T out(Operand port, Reg accumulator) {
        return emit(Mnemonic.OUT, port, accumulator);
    }

    /** OUT to a port below 256. */
    public T out(int port, Reg accumulator) {
        return out(Operand.imm(port), accumulator);
    }

    /** BSWAP. */
    public T bswap(Reg register) {
        return emit(Mnemonic.BSWAP, register);
    }

    /** ENTER. */
    public T enter(int bytes, int level) {
        return emit(Mnemonic.ENTER, Operand.imm(bytes), Operand.imm(level));
    }

    /** MOVSB. */
    public T movsb() {
        return sized(1, Mnemonic.MOVS);
    }

    /** MOVSW. */
    public T movsw() {
        return sized(2, Mnemonic.MOVS);
    }

    /** MOVSD. */
    public T movsd() {
        return sized(4, Mnemonic.MOVS);
    }

    /** MOVSQ. */
    public T movsq() {
        return sized(8, Mnemonic.MOVS);
    }

    /** CMPSB. */
    public T cmpsb() {
        return sized(1, Mnemonic.CMPS);
    }

    /** CMPSW. */
    public T cmpsw() {
        return sized(2, Mnemonic.CMPS);
    }

    /** CMPSD. */
    public T cmpsd() {
        return sized(4, Mnemonic.CMPS);
    }

    /** CMPSQ. */
    public T cmpsq() {
        return sized(8, Mnemonic.CMPS);
    }

    /** SCASB. */
    public T scasb() {
        return sized(1, Mnemonic.SCAS);
    }

    /** SCASW. */
    public T scasw() {
        return sized(2, Mnemonic.SCAS);
    }

    /** SCASD. */
    public T scasd() {
        return sized(4, Mnemonic.SCAS);
    }

    /** SCASQ. */
    public T scasq() {
        return sized(8, Mnemonic.SCAS);
    }

    /** LODSB. */
    public T lodsb() {
        return sized(1, Mnemonic.LODS);
    }

    /** LODSW. */
    public T lodsw() {
        return sized(2, Mnemonic.LODS);
    }

    /** LODSD. */
    public T lodsd() {
        return sized(4, Mnemonic.LODS);
    }

    /** LODSQ. */
    public T lodsq() {
        return sized(8, Mnemonic.LODS);
    }

    /** STOSB. */
    public T stosb() {
        return sized(1, Mnemonic.STOS);
    }

    /** STOSW. */
    public T stosw() {
        return sized(2, Mnemonic.STOS);
    }

    /** STOSD. */
    public T stosd() {
        return sized(4, Mnemonic.STOS);
    }

    /** STOSQ. */
    public T stosq() {
        return sized(8, Mnemonic.STOS);
    }

    /** INSB. */
    public T insb() {
        return sized(1, Mnemonic.INS);
    }

    /** INSW. */
    public T insw() {
        return sized(2, Mnemonic.INS);
    }

    /** INSD. */
    public T insd() {
        return sized(4, Mnemonic.INS);
    }

    /** OUTSB. */
    public T outsb() {
        return sized(1, Mnemonic.OUTS);
    }

    /** OUTSW. */
    public T outsw() {
        return sized(2, Mnemonic.OUTS);
    }

    /** OUTSD. */
    public T outsd() {
        return sized(4, Mnemonic.OUTS);
    }

    private T sized8(Mnemonic mnemonic) {
        return sized(8, mnemonic);
    }

    private T sized(int bytes, Mnemonic mnemonic) {
        sized(bytes);
        return emit(mnemonic);
    }
}
