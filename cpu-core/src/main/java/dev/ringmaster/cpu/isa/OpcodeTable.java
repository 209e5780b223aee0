package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Mnemonic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The opcode table: the only place that knows how instructions are encoded. Decoder, assembler,
 * disassembler and generator read it; none of them has knowledge of a single instruction.
 *
 * <p>A row is: mnemonic, opcode, operands, attributes.
 *
 * <ul>
 *   <li>Opcode: {@code 80/0} takes ModRM.reg = 0 only, {@code 01=C1} this one ModRM byte only,
 *       {@code 50+r} eight opcodes that number a register, {@code 70+cc} sixteen that number a
 *       condition.
 *   <li>Operands as in the manuals' opcode maps. E: register or memory, G: register in ModRM.reg,
 *       R: register in ModRM.rm, M: memory, Z: register in the opcode, O: memory without ModRM, I:
 *       immediate, J: relative, A: far pointer, S, C, D: segment, control, debug register; V, W, U
 *       and P, Q, N: what G, E, R are, for SSE and MMX. Then the size: b, w, d, q, x, t: 1, 2, 4,
 *       8, 16, 10 bytes; v: the operand size; z: not above 4; y: 4 or 8; n: 8 in 64-bit mode, else
 *       4; p: far pointer; s: table register; a: pair of bounds; e, f, k: x87 environment and
 *       state, FXSAVE area; 0: not accessed. Immediates: Ib and Iw are zero-extended, Is is a
 *       sign-extended byte, Iz and Iv are sign-extended.
 *   <li>NP, 66, F3, F2: the mandatory prefix; N6: none or 66 as operand size. None of these:
 *       prefixes do not select.
 *   <li>i64, o64: invalid in, or only in, 64-bit mode. d64: the operand size defaults to 8 there;
 *       f64: it is always 8; nat: always the native 8 or 4; z: never 8; byte: it is 1 (strings).
 *       w0, w1, o2, o4, o8: REX.W or the operand size must be so (w1 and o8 in 64-bit mode only).
 *   <li>lock: LOCK is allowed on memory. mmx: see there. reg: ModRM.mod = 3 only. anymod: mod is
 *       ignored. nob: without REX.B. nocs: CS refused. raw: ModRM is part of what the instruction
 *       means.
 * </ul>
 *
 * <p>The first row that fits wins.
 *
 * @sdm Vol. 2D, Opcode Map
 * @apm Vol. 3, Opcode and Operand Encodings
 */
public final class OpcodeTable {
    private static final String ONE_BYTE =
            """
            # Arithmetic and logic
            ADD           00     Eb,Gb     lock
            ADD           01     Ev,Gv     lock
            ADD           02     Gb,Eb
            ADD           03     Gv,Ev
            ADD           04     AL,Is
            ADD           05     rAX,Iz
            OR            08     Eb,Gb     lock
            OR            09     Ev,Gv     lock
            OR            0A     Gb,Eb
            OR            0B     Gv,Ev
            OR            0C     AL,Is
            OR            0D     rAX,Iz
            ADC           10     Eb,Gb     lock
            ADC           11     Ev,Gv     lock
            ADC           12     Gb,Eb
            ADC           13     Gv,Ev
            ADC           14     AL,Is
            ADC           15     rAX,Iz
            SBB           18     Eb,Gb     lock
            SBB           19     Ev,Gv     lock
            SBB           1A     Gb,Eb
            SBB           1B     Gv,Ev
            SBB           1C     AL,Is
            SBB           1D     rAX,Iz
            AND           20     Eb,Gb     lock
            AND           21     Ev,Gv     lock
            AND           22     Gb,Eb
            AND           23     Gv,Ev
            AND           24     AL,Is
            AND           25     rAX,Iz
            SUB           28     Eb,Gb     lock
            SUB           29     Ev,Gv     lock
            SUB           2A     Gb,Eb
            SUB           2B     Gv,Ev
            SUB           2C     AL,Is
            SUB           2D     rAX,Iz
            XOR           30     Eb,Gb     lock
            XOR           31     Ev,Gv     lock
            XOR           32     Gb,Eb
            XOR           33     Gv,Ev
            XOR           34     AL,Is
            XOR           35     rAX,Iz
            CMP           38     Eb,Gb
            CMP           39     Ev,Gv
            CMP           3A     Gb,Eb
            CMP           3B     Gv,Ev
            CMP           3C     AL,Is
            CMP           3D     rAX,Iz
            ADD           80/0   Eb,Is     lock
            ADD           81/0   Ev,Iz     lock
            ADD           82/0   Eb,Is     lock i64
            ADD           83/0   Ev,Is     lock
            OR            80/1   Eb,Is     lock
            OR            81/1   Ev,Iz     lock
            OR            82/1   Eb,Is     lock i64
            OR            83/1   Ev,Is     lock
            ADC           80/2   Eb,Is     lock
            ADC           81/2   Ev,Iz     lock
            ADC           82/2   Eb,Is     lock i64
            ADC           83/2   Ev,Is     lock
            SBB           80/3   Eb,Is     lock
            SBB           81/3   Ev,Iz     lock
            SBB           82/3   Eb,Is     lock i64
            SBB           83/3   Ev,Is     lock
            AND           80/4   Eb,Is     lock
            AND           81/4   Ev,Iz     lock
            AND           82/4   Eb,Is     lock i64
            AND           83/4   Ev,Is     lock
            SUB           80/5   Eb,Is     lock
            SUB           81/5   Ev,Iz     lock
            SUB           82/5   Eb,Is     lock i64
            SUB           83/5   Ev,Is     lock
            XOR           80/6   Eb,Is     lock
            XOR           81/6   Ev,Iz     lock
            XOR           82/6   Eb,Is     lock i64
            XOR           83/6   Ev,Is     lock
            CMP           80/7   Eb,Is
            CMP           81/7   Ev,Iz
            CMP           82/7   Eb,Is     i64
            CMP           83/7   Ev,Is
            INC           40+r   Zv        i64
            DEC           48+r   Zv        i64
            INC           FE/0   Eb        lock
            DEC           FE/1   Eb        lock
            INC           FF/0   Ev        lock
            DEC           FF/1   Ev        lock
            TEST          84     Eb,Gb
            TEST          85     Ev,Gv
            TEST          A8     AL,Is
            TEST          A9     rAX,Iz
            TEST          F6/0   Eb,Is
            TEST          F6/1   Eb,Is
            NOT           F6/2   Eb        lock
            NEG           F6/3   Eb        lock
            MUL           F6/4   Eb
            IMUL          F6/5   Eb
            DIV           F6/6   Eb
            IDIV          F6/7   Eb
            TEST          F7/0   Ev,Iz
            TEST          F7/1   Ev,Iz
            NOT           F7/2   Ev        lock
            NEG           F7/3   Ev        lock
            MUL           F7/4   Ev
            IMUL          F7/5   Ev
            DIV           F7/6   Ev
            IDIV          F7/7   Ev
            IMUL          69     Gv,Ev,Iz
            IMUL          6B     Gv,Ev,Is
            DAA           27     -         i64
            DAS           2F     -         i64
            SALC          D6     -         i64
            AAA           37     -         i64
            AAS           3F     -         i64
            AAM           D4     Ib        i64
            AAD           D5     Ib        i64
            # Shifts and rotates; /6 repeats /4
            ROL           C0/0   Eb,Ib
            ROR           C0/1   Eb,Ib
            RCL           C0/2   Eb,Ib
            RCR           C0/3   Eb,Ib
            SHL           C0/4   Eb,Ib
            SHR           C0/5   Eb,Ib
            SHL           C0/6   Eb,Ib
            SAR           C0/7   Eb,Ib
            ROL           C1/0   Ev,Ib
            ROR           C1/1   Ev,Ib
            RCL           C1/2   Ev,Ib
            RCR           C1/3   Ev,Ib
            SHL           C1/4   Ev,Ib
            SHR           C1/5   Ev,Ib
            SHL           C1/6   Ev,Ib
            SAR           C1/7   Ev,Ib
            ROL           D0/0   Eb,1
            ROR           D0/1   Eb,1
            RCL           D0/2   Eb,1
            RCR           D0/3   Eb,1
            SHL           D0/4   Eb,1
            SHR           D0/5   Eb,1
            SHL           D0/6   Eb,1
            SAR           D0/7   Eb,1
            ROL           D1/0   Ev,1
            ROR           D1/1   Ev,1
            RCL           D1/2   Ev,1
            RCR           D1/3   Ev,1
            SHL           D1/4   Ev,1
            SHR           D1/5   Ev,1
            SHL           D1/6   Ev,1
            SAR           D1/7   Ev,1
            ROL           D2/0   Eb,CL
            ROR           D2/1   Eb,CL
            RCL           D2/2   Eb,CL
            RCR           D2/3   Eb,CL
            SHL           D2/4   Eb,CL
            SHR           D2/5   Eb,CL
            SHL           D2/6   Eb,CL
            SAR           D2/7   Eb,CL
            ROL           D3/0   Ev,CL
            ROR           D3/1   Ev,CL
            RCL           D3/2   Ev,CL
            RCR           D3/3   Ev,CL
            SHL           D3/4   Ev,CL
            SHR           D3/5   Ev,CL
            SHL           D3/6   Ev,CL
            SAR           D3/7   Ev,CL
            # Moves
            MOV           88     Eb,Gb
            MOV           89     Ev,Gv
            MOV           8A     Gb,Eb
            MOV           8B     Gv,Ev
            MOV           A0     AL,Ob
            MOV           A1     rAX,Ov
            MOV           A2     Ob,AL
            MOV           A3     Ov,rAX
            MOV           B0+r   Zb,Is
            MOV           B8+r   Zv,Iv
            MOV           C6/0   Eb,Is
            MOV           C7/0   Ev,Iz
            MOVSXD        63     Gv,Ez     o64
            LEA           8D     Gv,M0
            XCHG          86     Eb,Gb     lock
            XCHG          87     Ev,Gv     lock
            PAUSE         90     -         F3 nob
            NOP           90     -         nob
            XCHG          90+r   Zv,rAX
            CBW           98     -         o2
            CWDE          98     -         o4
            CDQE          98     -         o8
            CWD           99     -         o2
            CDQ           99     -         o4
            CQO           99     -         o8
            XLATB         D7     -
            SAHF          9E     -
            LAHF          9F     -
            # Stack
            PUSH          50+r   Zv        d64
            POP           58+r   Zv        d64
            PUSH          68     Iz        d64
            PUSH          6A     Is        d64
            POP           8F/0   Ev        d64
            PUSH          FF/6   Ev        d64
            PUSHA         60     -         i64
            POPA          61     -         i64
            PUSHF         9C     -         d64
            POPF          9D     -         d64
            ENTER         C8     Iw,Ib     d64
            LEAVE         C9     -         d64
            PUSH_SEG      06     ES        i64
            POP_SEG       07     ES        i64
            PUSH_SEG      0E     CS        i64
            PUSH_SEG      16     SS        i64
            POP_SEG       17     SS        i64
            PUSH_SEG      1E     DS        i64
            POP_SEG       1F     DS        i64
            # Strings and ports
            INS           6C     -         byte
            INS           6D     -         z
            OUTS          6E     -         byte
            OUTS          6F     -         z
            MOVS          A4     -         byte
            MOVS          A5     -
            CMPS          A6     -         byte
            CMPS          A7     -
            STOS          AA     -         byte
            STOS          AB     -
            LODS          AC     -         byte
            LODS          AD     -
            SCAS          AE     -         byte
            SCAS          AF     -
            IN            E4     AL,Ib
            IN            E5     eAX,Ib    z
            OUT           E6     Ib,AL
            OUT           E7     Ib,eAX    z
            IN            EC     AL,DX
            IN            ED     eAX,DX    z
            OUT           EE     DX,AL
            OUT           EF     DX,eAX    z
            # Control transfer
            JCC           70+cc  Jb        f64
            LOOPNE        E0     Jb        f64
            LOOPE         E1     Jb        f64
            LOOP          E2     Jb        f64
            JCXZ          E3     Jb        f64
            CALL          E8     Jz        f64
            JMP           E9     Jz        f64
            JMP           EB     Jb        f64
            CALL          FF/2   Ev        f64
            JMP           FF/4   Ev        f64
            RET           C2     Iw        f64
            RET           C3     -         f64
            CALLF         9A     Ap        i64
            JMPF          EA     Ap        i64
            CALLF         FF/3   Mp
            JMPF          FF/5   Mp
            RETF          CA     Iw
            RETF          CB     -
            INT3          CC     -
            INT           CD     Ib
            INTO          CE     -         i64
            IRET          CF     -
            INT1          F1     -
            BOUND         62     Gv,Ma     i64
            # Segments
            ARPL          63     Ew,Gw     i64
            MOV_SEG_READ  8C     Rv,Sw
            MOV_SEG_READ  8C     Mw,Sw
            MOV_SEG_WRITE 8E     Sw,Ew     nocs
            LES           C4     Gv,Mp     i64
            LDS           C5     Gv,Mp     i64
            # Flags and the processor
            WAIT          9B     -
            HLT           F4     -
            CMC           F5     -
            CLC           F8     -
            STC           F9     -
            CLI           FA     -
            STI           FB     -
            CLD           FC     -
            STD           FD     -
            # x87: what is not modelled by name is X87, kept as it was found
            X87           D8/0   Md        raw
            X87           D8/1   Md        raw
            X87           D8/2   Md        raw
            X87           D8/3   Md        raw
            X87           D8/4   Md        raw
            X87           D8/5   Md        raw
            X87           D8/6   Md        raw
            X87           D8/7   Md        raw
            X87           D8     -         reg raw
            FLDENV        D9/4   Me
            FLDCW         D9/5   Mw
            FNSTENV       D9/6   Me
            FNSTCW        D9/7   Mw
            X87           D9/0   Md        raw
            X87           D9/2   Md        raw
            X87           D9/3   Md        raw
            X87           D9     -         reg raw
            X87           DA/0   Md        raw
            X87           DA/1   Md        raw
            X87           DA/2   Md        raw
            X87           DA/3   Md        raw
            X87           DA/4   Md        raw
            X87           DA/5   Md        raw
            X87           DA/6   Md        raw
            X87           DA/7   Md        raw
            X87           DA     -         reg raw
            FNCLEX        DB=E2  -
            FNINIT        DB=E3  -
            X87           DB/0   Md        raw
            X87           DB/1   Md        raw
            X87           DB/2   Md        raw
            X87           DB/3   Md        raw
            X87           DB/5   Mt        raw
            X87           DB/7   Mt        raw
            X87           DB     -         reg raw
            X87           DC/0   Mq        raw
            X87           DC/1   Mq        raw
            X87           DC/2   Mq        raw
            X87           DC/3   Mq        raw
            X87           DC/4   Mq        raw
            X87           DC/5   Mq        raw
            X87           DC/6   Mq        raw
            X87           DC/7   Mq        raw
            X87           DC     -         reg raw
            FRSTOR        DD/4   Mf
            FNSAVE        DD/6   Mf
            FNSTSW        DD/7   Mw
            X87           DD/0   Mq        raw
            X87           DD/1   Mq        raw
            X87           DD/2   Mq        raw
            X87           DD/3   Mq        raw
            X87           DD     -         reg raw
            X87           DE/0   Mw        raw
            X87           DE/1   Mw        raw
            X87           DE/2   Mw        raw
            X87           DE/3   Mw        raw
            X87           DE/4   Mw        raw
            X87           DE/5   Mw        raw
            X87           DE/6   Mw        raw
            X87           DE/7   Mw        raw
            X87           DE     -         reg raw
            FNSTSW        DF=E0  AX
            X87           DF/0   Mw        raw
            X87           DF/1   Mw        raw
            X87           DF/2   Mw        raw
            X87           DF/3   Mw        raw
            X87           DF/4   Mt        raw
            X87           DF/5   Mq        raw
            X87           DF/6   Mt        raw
            X87           DF/7   Mq        raw
            X87           DF     -         reg raw
            """;

    private static final String TWO_BYTE =
            """
            # Segments and system
            SLDT          00/0   Rv
            SLDT          00/0   Mw
            STR           00/1   Rv
            STR           00/1   Mw
            LLDT          00/2   Ew
            LTR           00/3   Ew
            VERR          00/4   Ew
            VERW          00/5   Ew
            SGDT          01/0   Ms        f64
            SIDT          01/1   Ms        f64
            LGDT          01/2   Ms        f64
            LIDT          01/3   Ms        f64
            SMSW          01/4   Rv
            SMSW          01/4   Mw
            LMSW          01/6   Ew
            INVLPG        01/7   M0
            VMCALL        01=C1  -
            VMLAUNCH      01=C2  -
            VMRESUME      01=C3  -
            VMXOFF        01=C4  -
            MONITOR       01=C8  -         NP
            MWAIT         01=C9  -         NP
            CLAC          01=CA  -         NP
            STAC          01=CB  -         NP
            XGETBV        01=D0  -         NP
            XSETBV        01=D1  -         NP
            VMFUNC        01=D4  -         NP
            VMRUN         01=D8  -
            VMMCALL       01=D9  -
            VMLOAD        01=DA  -
            VMSAVE        01=DB  -
            STGI          01=DC  -
            CLGI          01=DD  -
            SKINIT        01=DE  -
            INVLPGA       01=DF  -
            SERIALIZE     01=E8  -         NP
            SWAPGS        01=F8  -         o64
            RDTSCP        01=F9  -
            LAR           02     Gv,Ew
            LSL           03     Gv,Ew
            SYSCALL       05     -
            CLTS          06     -
            SYSRET        07     -
            INVD          08     -
            WBNOINVD      09     -         F3
            WBINVD        09     -         NP
            UD2           0B     -
            MOV_CR_READ   20     Rn,Cn     nat anymod
            MOV_DR_READ   21     Rn,Dn     nat anymod
            MOV_CR_WRITE  22     Cn,Rn     nat anymod
            MOV_DR_WRITE  23     Dn,Rn     nat anymod
            WRMSR         30     -
            RDTSC         31     -
            RDMSR         32     -
            RDPMC         33     -
            SYSENTER      34     -
            SYSEXIT       35     -
            VMREAD        78     En,Gn     nat NP
            VMWRITE       79     Gn,En     nat NP
            CPUID         A2     -
            RSM           AA     -
            UD1           B9     Gv,Ev
            UD0           FF     Gv,Ev
            LSS           B2     Gv,Mp
            LFS           B4     Gv,Mp
            LGS           B5     Gv,Mp
            PUSH_SEG      A0     FS        d64
            POP_SEG       A1     FS        d64
            PUSH_SEG      A8     GS        d64
            POP_SEG       A9     GS        d64
            # Hints: reserved no-operations
            PREFETCH      0D/0   Mb
            PREFETCH      0D/1   Mb
            PREFETCH      0D/2   Mb
            PREFETCH      18/0   Mb
            PREFETCH      18/1   Mb
            PREFETCH      18/2   Mb
            PREFETCH      18/3   Mb
            NOP           1F     Ev
            NOP           18     Ev
            NOP           19     Ev
            NOP           1A     Ev
            NOP           1B     Ev
            CLDEMOTE      1C/0   Mb        NP
            NOP           1C     Ev
            NOP           1D     Ev
            ENDBR         1E=FA  -         F3
            ENDBR         1E=FB  -         F3
            NOP           1E     Ev
            # Integer
            CMOVCC        40+cc  Gv,Ev
            JCC           80+cc  Jz        f64
            SETCC         90+cc  Eb
            BT            A3     Ev,Gv
            SHLD          A4     Ev,Gv,Ib
            SHLD          A5     Ev,Gv,CL
            BTS           AB     Ev,Gv     lock
            SHRD          AC     Ev,Gv,Ib
            SHRD          AD     Ev,Gv,CL
            IMUL          AF     Gv,Ev
            CMPXCHG       B0     Eb,Gb     lock
            CMPXCHG       B1     Ev,Gv     lock
            BTR           B3     Ev,Gv     lock
            MOVZX         B6     Gv,Eb
            MOVZX         B7     Gv,Ew
            POPCNT        B8     Gv,Ev     F3
            BT            BA/4   Ev,Ib
            BTS           BA/5   Ev,Ib     lock
            BTR           BA/6   Ev,Ib     lock
            BTC           BA/7   Ev,Ib     lock
            BTC           BB     Ev,Gv     lock
            TZCNT         BC     Gv,Ev     F3
            BSF           BC     Gv,Ev
            LZCNT         BD     Gv,Ev     F3
            BSR           BD     Gv,Ev
            MOVSX         BE     Gv,Eb
            MOVSX         BF     Gv,Ew
            XADD          C0     Eb,Gb     lock
            XADD          C1     Ev,Gv     lock
            MOVNTI        C3     My,Gy     NP
            BSWAP         C8+r   Zv
            CMPXCHG8B     C7/1   Mq        w0 lock
            CMPXCHG16B    C7/1   Mx        w1 lock
            XRSTORS       C7/3   M0        NP
            XSAVEC        C7/4   M0        NP
            XSAVES        C7/5   M0        NP
            VMPTRLD       C7/6   Mq        NP
            VMCLEAR       C7/6   Mq        66
            VMXON         C7/6   Mq        F3
            VMPTRST       C7/7   Mq        NP
            RDRAND        C7/6   Rv        N6
            RDSEED        C7/7   Rv        N6
            RDPID         C7/7   Rn        F3 nat
            # State and fences
            FXSAVE        AE/0   Mk        NP
            FXRSTOR       AE/1   Mk        NP
            LDMXCSR       AE/2   Md        NP
            STMXCSR       AE/3   Md        NP
            XSAVE         AE/4   M0        NP
            XRSTOR        AE/5   M0        NP
            XSAVEOPT      AE/6   M0        NP
            CLFLUSH       AE/7   Mb        NP
            CLWB          AE/6   Mb        66
            CLFLUSHOPT    AE/7   Mb        66
            RDFSBASE      AE/0   Ry        F3 o64
            RDGSBASE      AE/1   Ry        F3 o64
            WRFSBASE      AE/2   Ry        F3 o64
            WRGSBASE      AE/3   Ry        F3 o64
            LFENCE        AE/5   -         reg NP
            MFENCE        AE/6   -         reg NP
            SFENCE        AE/7   -         reg NP
            EMMS          77     -         NP
            # SSE moves
            MOVUPS        10     Vx,Wx     NP
            MOVUPD        10     Vx,Wx     66
            MOVSS         10     Vd,Wd     F3
            MOVSD_SSE     10     Vq,Wq     F2
            MOVUPS        11     Wx,Vx     NP
            MOVUPD        11     Wx,Vx     66
            MOVSS         11     Wd,Vd     F3
            MOVSD_SSE     11     Wq,Vq     F2
            MOVLPS        12     Vq,Mq     NP
            MOVHLPS       12     Vq,Uq     NP
            MOVLPD        12     Vq,Mq     66
            MOVSLDUP      12     Vx,Wx     F3
            MOVDDUP       12     Vx,Wq     F2
            MOVLPS        13     Mq,Vq     NP
            MOVLPD        13     Mq,Vq     66
            UNPCKLPS      14     Vx,Wx     NP
            UNPCKLPD      14     Vx,Wx     66
            UNPCKHPS      15     Vx,Wx     NP
            UNPCKHPD      15     Vx,Wx     66
            MOVHPS        16     Vq,Mq     NP
            MOVLHPS       16     Vq,Uq     NP
            MOVHPD        16     Vq,Mq     66
            MOVSHDUP      16     Vx,Wx     F3
            MOVHPS        17     Mq,Vq     NP
            MOVHPD        17     Mq,Vq     66
            MOVAPS        28     Vx,Wx     NP
            MOVAPD        28     Vx,Wx     66
            MOVAPS        29     Wx,Vx     NP
            MOVAPD        29     Wx,Vx     66
            MOVNTPS       2B     Mx,Vx     NP
            MOVNTPD       2B     Mx,Vx     66
            MOVMSKPS      50     Gd,Ux     NP
            MOVMSKPD      50     Gd,Ux     66
            MOVD          6E     Pq,Ed     NP w0
            MOVQ          6E     Pq,Eq     NP w1
            MOVD          6E     Vx,Ed     66 w0
            MOVQ          6E     Vx,Eq     66 w1
            MOVQ          6F     Pq,Qq     NP
            MOVDQA        6F     Vx,Wx     66
            MOVDQU        6F     Vx,Wx     F3
            MOVD          7E     Ed,Pq     NP w0
            MOVQ          7E     Eq,Pq     NP w1
            MOVD          7E     Ed,Vx     66 w0
            MOVQ          7E     Eq,Vx     66 w1
            MOVQ          7E     Vq,Wq     F3
            MOVQ          7F     Qq,Pq     NP
            MOVDQA        7F     Wx,Vx     66
            MOVDQU        7F     Wx,Vx     F3
            MOVQ          D6     Wq,Vq     66
            PMOVMSKB      D7     Gd,Nq     NP
            PMOVMSKB      D7     Gd,Ux     66
            MOVNTDQ       E7     Mx,Vx     66
            LDDQU         F0     Vx,Mx     F2
            MASKMOVDQU    F7     Vx,Ux     66
            MASKMOVQ      F7     Pq,Nq     NP
            MOVNTQ        E7     Mq,Pq     NP
            MOVQ2DQ       D6     Vx,Nq     F3
            MOVDQ2Q       D6     Pq,Uq     F2
            # SSE floating point
            CVTSI2SS      2A     Vd,Ey     F3
            CVTSI2SD      2A     Vq,Ey     F2
            CVTTSS2SI     2C     Gy,Wd     F3
            CVTTSD2SI     2C     Gy,Wq     F2
            CVTSS2SI      2D     Gy,Wd     F3
            CVTSD2SI      2D     Gy,Wq     F2
            UCOMISS       2E     Vd,Wd     NP
            UCOMISD       2E     Vq,Wq     66
            COMISS        2F     Vd,Wd     NP
            COMISD        2F     Vq,Wq     66
            CVTPI2PS      2A     Vq,Qq     NP
            CVTPI2PD      2A     Vx,Qq     66
            CVTTPS2PI     2C     Pq,Wq     NP
            CVTTPD2PI     2C     Pq,Wx     66
            CVTPS2PI      2D     Pq,Wq     NP
            CVTPD2PI      2D     Pq,Wx     66
            HADDPD        7C     Vx,Wx     66
            HADDPS        7C     Vx,Wx     F2
            HSUBPD        7D     Vx,Wx     66
            HSUBPS        7D     Vx,Wx     F2
            ADDSUBPD      D0     Vx,Wx     66
            ADDSUBPS      D0     Vx,Wx     F2
            SQRTPS        51     Vx,Wx     NP
            SQRTPD        51     Vx,Wx     66
            SQRTSS        51     Vd,Wd     F3
            SQRTSD        51     Vq,Wq     F2
            RSQRTPS       52     Vx,Wx     NP
            RSQRTSS       52     Vd,Wd     F3
            RCPPS         53     Vx,Wx     NP
            RCPSS         53     Vd,Wd     F3
            ANDPS         54     Vx,Wx     NP
            ANDPD         54     Vx,Wx     66
            ANDNPS        55     Vx,Wx     NP
            ANDNPD        55     Vx,Wx     66
            ORPS          56     Vx,Wx     NP
            ORPD          56     Vx,Wx     66
            XORPS         57     Vx,Wx     NP
            XORPD         57     Vx,Wx     66
            ADDPS         58     Vx,Wx     NP
            ADDPD         58     Vx,Wx     66
            ADDSS         58     Vd,Wd     F3
            ADDSD         58     Vq,Wq     F2
            MULPS         59     Vx,Wx     NP
            MULPD         59     Vx,Wx     66
            MULSS         59     Vd,Wd     F3
            MULSD         59     Vq,Wq     F2
            CVTPS2PD      5A     Vx,Wq     NP
            CVTPD2PS      5A     Vx,Wx     66
            CVTSS2SD      5A     Vq,Wd     F3
            CVTSD2SS      5A     Vd,Wq     F2
            CVTDQ2PS      5B     Vx,Wx     NP
            CVTPS2DQ      5B     Vx,Wx     66
            CVTTPS2DQ     5B     Vx,Wx     F3
            SUBPS         5C     Vx,Wx     NP
            SUBPD         5C     Vx,Wx     66
            SUBSS         5C     Vd,Wd     F3
            SUBSD         5C     Vq,Wq     F2
            MINPS         5D     Vx,Wx     NP
            MINPD         5D     Vx,Wx     66
            MINSS         5D     Vd,Wd     F3
            MINSD         5D     Vq,Wq     F2
            DIVPS         5E     Vx,Wx     NP
            DIVPD         5E     Vx,Wx     66
            DIVSS         5E     Vd,Wd     F3
            DIVSD         5E     Vq,Wq     F2
            MAXPS         5F     Vx,Wx     NP
            MAXPD         5F     Vx,Wx     66
            MAXSS         5F     Vd,Wd     F3
            MAXSD         5F     Vq,Wq     F2
            CMPPS         C2     Vx,Wx,Ib  NP
            CMPPD         C2     Vx,Wx,Ib  66
            CMPSS         C2     Vd,Wd,Ib  F3
            CMPSD_SSE     C2     Vq,Wq,Ib  F2
            SHUFPS        C6     Vx,Wx,Ib  NP
            SHUFPD        C6     Vx,Wx,Ib  66
            CVTTPD2DQ     E6     Vx,Wx     66
            CVTDQ2PD      E6     Vx,Wq     F3
            CVTPD2DQ      E6     Vx,Wx     F2
            # Packed integer: `mmx` adds the form without prefix on MMX registers
            PUNPCKLBW     60     Pq,Qd     NP
            PUNPCKLBW     60     Vx,Wx     66
            PUNPCKLWD     61     Pq,Qd     NP
            PUNPCKLWD     61     Vx,Wx     66
            PUNPCKLDQ     62     Pq,Qd     NP
            PUNPCKLDQ     62     Vx,Wx     66
            PACKSSWB      63     Vx,Wx     66 mmx
            PCMPGTB       64     Vx,Wx     66 mmx
            PCMPGTW       65     Vx,Wx     66 mmx
            PCMPGTD       66     Vx,Wx     66 mmx
            PACKUSWB      67     Vx,Wx     66 mmx
            PUNPCKHBW     68     Vx,Wx     66 mmx
            PUNPCKHWD     69     Vx,Wx     66 mmx
            PUNPCKHDQ     6A     Vx,Wx     66 mmx
            PACKSSDW      6B     Vx,Wx     66 mmx
            PUNPCKLQDQ    6C     Vx,Wx     66
            PUNPCKHQDQ    6D     Vx,Wx     66
            PSHUFD        70     Vx,Wx,Ib  66
            PSHUFHW       70     Vx,Wx,Ib  F3
            PSHUFLW       70     Vx,Wx,Ib  F2
            PSHUFW        70     Pq,Qq,Ib  NP
            PSRLW         71/2   Ux,Ib     66 mmx
            PSRAW         71/4   Ux,Ib     66 mmx
            PSLLW         71/6   Ux,Ib     66 mmx
            PSRLD         72/2   Ux,Ib     66 mmx
            PSRAD         72/4   Ux,Ib     66 mmx
            PSLLD         72/6   Ux,Ib     66 mmx
            PSRLQ         73/2   Ux,Ib     66 mmx
            PSRLDQ        73/3   Ux,Ib     66
            PSLLQ         73/6   Ux,Ib     66 mmx
            PSLLDQ        73/7   Ux,Ib     66
            PCMPEQB       74     Vx,Wx     66 mmx
            PCMPEQW       75     Vx,Wx     66 mmx
            PCMPEQD       76     Vx,Wx     66 mmx
            PINSRW        C4     Vx,Rd,Ib  66 mmx
            PINSRW        C4     Vx,Mw,Ib  66 mmx
            PEXTRW        C5     Gd,Ux,Ib  66 mmx
            PSRLW         D1     Vx,Wx     66 mmx
            PSRLD         D2     Vx,Wx     66 mmx
            PSRLQ         D3     Vx,Wx     66 mmx
            PADDQ         D4     Vx,Wx     66 mmx
            PMULLW        D5     Vx,Wx     66 mmx
            PSUBUSB       D8     Vx,Wx     66 mmx
            PSUBUSW       D9     Vx,Wx     66 mmx
            PMINUB        DA     Vx,Wx     66 mmx
            PAND          DB     Vx,Wx     66 mmx
            PADDUSB       DC     Vx,Wx     66 mmx
            PADDUSW       DD     Vx,Wx     66 mmx
            PMAXUB        DE     Vx,Wx     66 mmx
            PANDN         DF     Vx,Wx     66 mmx
            PAVGB         E0     Vx,Wx     66 mmx
            PSRAW         E1     Vx,Wx     66 mmx
            PSRAD         E2     Vx,Wx     66 mmx
            PAVGW         E3     Vx,Wx     66 mmx
            PMULHUW       E4     Vx,Wx     66 mmx
            PMULHW        E5     Vx,Wx     66 mmx
            PSUBSB        E8     Vx,Wx     66 mmx
            PSUBSW        E9     Vx,Wx     66 mmx
            PMINSW        EA     Vx,Wx     66 mmx
            POR           EB     Vx,Wx     66 mmx
            PADDSB        EC     Vx,Wx     66 mmx
            PADDSW        ED     Vx,Wx     66 mmx
            PMAXSW        EE     Vx,Wx     66 mmx
            PXOR          EF     Vx,Wx     66 mmx
            PSLLW         F1     Vx,Wx     66 mmx
            PSLLD         F2     Vx,Wx     66 mmx
            PSLLQ         F3     Vx,Wx     66 mmx
            PMULUDQ       F4     Vx,Wx     66 mmx
            PMADDWD       F5     Vx,Wx     66 mmx
            PSADBW        F6     Vx,Wx     66 mmx
            PSUBB         F8     Vx,Wx     66 mmx
            PSUBW         F9     Vx,Wx     66 mmx
            PSUBD         FA     Vx,Wx     66 mmx
            PSUBQ         FB     Vx,Wx     66 mmx
            PADDB         FC     Vx,Wx     66 mmx
            PADDW         FD     Vx,Wx     66 mmx
            PADDD         FE     Vx,Wx     66 mmx
            """;

    private static final String THREE_BYTE_38 =
            """
            PSHUFB        00     Vx,Wx     66 mmx
            INVEPT        80     Gn,Mx     nat 66
            INVVPID       81     Gn,Mx     nat 66
            INVPCID       82     Gn,Mx     nat 66
            MOVBE         F0     Gv,Mv     N6
            MOVBE         F1     Mv,Gv     N6
            CRC32         F0     Gy,Eb     F2
            CRC32         F1     Gy,Ev     F2
            ADCX          F6     Gy,Ey     66
            ADOX          F6     Gy,Ey     F3
            """;

    private static final String THREE_BYTE_3A =
            """
            PALIGNR       0F     Vx,Wx,Ib  66 mmx
            """;

    private OpcodeTable() {}

    /** All rows of all maps in table order. */
    public static List<OpcodeRow> rows() {
        return Index.ALL;
    }

    /** The rows of one mnemonic in table order. */
    public static List<OpcodeRow> rows(Mnemonic mnemonic) {
        return Index.BY_MNEMONIC.getOrDefault(mnemonic, List.of());
    }

    /** The map with this number, 1 to 4 for one byte, 0F, 0F 38 and 0F 3A. */
    static OpcodeMap map(int number) {
        return switch (number) {
            case 1 -> Map1.MAP;
            case 2 -> Map2.MAP;
            case 3 -> Map3.MAP;
            case 4 -> Map4.MAP;
            default -> throw new IllegalArgumentException("opcode map " + number + ", not 1 to 4");
        };
    }

    // One holder for each map, so that a map is parsed when an opcode of it is first met.

    private static final class Map1 {
        static final OpcodeMap MAP = new OpcodeMap(1, ONE_BYTE);
    }

    private static final class Map2 {
        static final OpcodeMap MAP = new OpcodeMap(2, TWO_BYTE);
    }

    private static final class Map3 {
        static final OpcodeMap MAP = new OpcodeMap(3, THREE_BYTE_38);
    }

    private static final class Map4 {
        static final OpcodeMap MAP = new OpcodeMap(4, THREE_BYTE_3A);
    }

    private static final class Index {
        static final List<OpcodeRow> ALL = all();
        static final Map<Mnemonic, List<OpcodeRow>> BY_MNEMONIC = byMnemonic();

        private static List<OpcodeRow> all() {
            List<OpcodeRow> rows = new ArrayList<>();
            for (int number = 1; number <= 4; number++) {
                rows.addAll(map(number).rows());
            }
            return Collections.unmodifiableList(rows);
        }

        private static Map<Mnemonic, List<OpcodeRow>> byMnemonic() {
            Map<Mnemonic, List<OpcodeRow>> rows = new EnumMap<>(Mnemonic.class);
            ALL.forEach(
                    row -> rows.computeIfAbsent(row.mnemonic(), m -> new ArrayList<>()).add(row));
            rows.replaceAll((mnemonic, list) -> List.copyOf(list));
            return rows;
        }
    }
}
