package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program under construction: instructions, labels, data.
 *
 * <pre>{@code
 * Code code = new Code(8, 0x100000);
 * Label again = code.label("again");
 * code.mov(ECX, 10).bind(again).add(RAX, mem(RBX).index(RCX, 8).disp(16)).dec(ECX).jnz(again).ret();
 * byte[] bytes = code.bytes();
 * }</pre>
 *
 * <p>Labels may be used before they are bound; branches to them take the long form (LOOP and JCXZ
 * have a short one only). The operand size follows from registers and from sizes of memory
 * operands; where neither says it (as in {@code inc(mem(RBX))}) an IllegalArgumentException asks
 * for it. A program is not bound to one code size: {@link #bits16}, {@link #bits32} and {@link
 * #bits64} switch it.
 */
public final class Code extends Listing<Code> {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Fixup> fixups = new ArrayList<>();
    private final Map<Label, Long> places = new LinkedHashMap<>();
    private int codeSize;
    private long base;
    private int nextRepeat;
    private int nextSize;
    private boolean nextLock;

    /**
     * An empty program.
     *
     * @param codeSize 2, 4 or 8 for 16-bit, 32-bit or 64-bit code
     * @param origin the address of the first byte, as the code segment sees it
     */
    public Code(int codeSize, long origin) {
        this.codeSize = checked(codeSize);
        this.base = origin;
    }

    private static int checked(int codeSize) {
        if (codeSize != 2 && codeSize != 4 && codeSize != 8) {
            throw new IllegalArgumentException("code size " + codeSize + ", not 2, 4 or 8");
        }
        return codeSize;
    }

    /** From here on 16-bit code. */
    public Code bits16() {
        codeSize = 2;
        return this;
    }

    /** From here on 32-bit code. */
    public Code bits32() {
        codeSize = 4;
        return this;
    }

    /** From here on 64-bit code. */
    public Code bits64() {
        codeSize = 8;
        return this;
    }

    /** The address of the next byte. */
    public long address() {
        return base + out.size();
    }

    /** The number of bytes so far. */
    public int size() {
        return out.size();
    }

    /** Says that the next byte will stand at this address; nothing is filled in between. */
    public Code org(long address) {
        base = address - out.size();
        return this;
    }

    /** Fills with zeros up to an address. */
    public Code padTo(long address) {
        if (address < address()) {
            throw new IllegalArgumentException(
                    "already at 0x"
                            + Long.toHexString(address())
                            + ", beyond 0x"
                            + Long.toHexString(address));
        }
        return zeros((int) (address - address()));
    }

    /** Fills with zeros up to a multiple of a power of two. */
    public Code align(int bytes) {
        return zeros((int) (-address() & bytes - 1));
    }

    /** A new label, to be bound later. */
    public Label label(String name) {
        return new Label(name);
    }

    /** A new label bound here. */
    public Label here(String name) {
        Label label = new Label(name);
        bind(label);
        return label;
    }

    /** Binds a label to the address of the next byte. */
    public Code bind(Label label) {
        if (places.putIfAbsent(label, address()) != null) {
            throw new IllegalArgumentException("label " + label + " is bound already");
        }
        return this;
    }

    /** The address of a bound label. */
    public long addressOf(Label label) {
        Long place = places.get(label);
        if (place == null) {
            throw new IllegalArgumentException("label " + label + " is not bound");
        }
        return place;
    }

    /** The labels' names and addresses in the order of binding; of equal names the last. */
    public Map<String, Long> symbols() {
        Map<String, Long> symbols = new LinkedHashMap<>();
        places.forEach((label, place) -> symbols.put(label.name(), place));
        return symbols;
    }

    /** Bytes; each value from -128 to 255. */
    public Code db(int... values) {
        return data(1, values);
    }

    /** Words; each value from -32768 to 65535. */
    public Code dw(int... values) {
        return data(2, values);
    }

    private Code data(int size, int... values) {
        for (int value : values) {
            number(value, size);
        }
        return this;
    }

    /** Doublewords. */
    public Code dd(long... values) {
        for (long value : values) {
            number(value, 4);
        }
        return this;
    }

    /** Quadwords. */
    public Code dq(long... values) {
        for (long value : values) {
            number(value, 8);
        }
        return this;
    }

    /** The address of a label in this many bytes. */
    public Code data(Imm value, int size) {
        return data(value, size, 0, Fixup.Kind.WHOLE);
    }

    /**
     * Part of the address of a label, as descriptors and gates have it.
     *
     * @param value the label's address, perhaps plus something
     * @param firstBit the lowest bit that is stored
     * @param size the number of bytes that are stored
     */
    public Code part(Imm value, int firstBit, int size) {
        return data(value, size, firstBit, Fixup.Kind.PART);
    }

    private Code data(Imm value, int size, long origin, Fixup.Kind kind) {
        if (value.label() != null) {
            fixups.add(new Fixup(out.size(), size, value, origin, kind));
        }
        put(value.value() >> origin, size);
        return this;
    }

    /** The ASCII characters of a text, without an end mark. */
    public Code ascii(String text) {
        return bytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** These bytes as they are. */
    public Code bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** This many zero bytes. */
    public Code zeros(int count) {
        return bytes(new byte[count]);
    }

    private void number(long value, int size) {
        if (!Ranges.fits(value, size)) {
            throw new IllegalArgumentException(value + " does not fit " + size + " bytes");
        }
        put(value, size);
    }

    private void put(long value, int size) {
        for (int n = 0; n < size; n++) {
            out.write((int) (value >> 8 * n));
        }
    }

    @Override
    public Code rep() {
        nextRepeat = Instruction.REP;
        return this;
    }

    @Override
    public Code repne() {
        nextRepeat = Instruction.REPNE;
        return this;
    }

    /** Locks the next instruction. */
    public Code lock() {
        nextLock = true;
        return this;
    }

    @Override
    public Code sized(int bytes) {
        nextSize = bytes;
        return this;
    }

    /** An instruction as it is; its code size must be the current one. */
    public Code emit(Instruction instruction) {
        if (instruction.codeSize() != codeSize) {
            throw new IllegalArgumentException(
                    "instruction for code size "
                            + instruction.codeSize()
                            + " in code of size "
                            + codeSize);
        }
        return bytes(Assembler.encode(instruction));
    }

    @Override
    public Code emit(Mnemonic mnemonic, Operand... operands) {
        return emitConditional(mnemonic, 0, operands);
    }

    @Override
    Code emitConditional(Mnemonic mnemonic, int condition, Operand... operands) {
        Statement statement =
                new Statement(
                        mnemonic, condition, nextRepeat, nextLock, nextSize, List.of(operands));
        nextRepeat = 0;
        nextSize = 0;
        nextLock = false;
        Encoding encoding = new StatementEncoder(statement, codeSize, address()).encode();
        for (Operand operand : operands) {
            note(operand, encoding);
        }
        return bytes(encoding.bytes());
    }

    private void note(Operand operand, Encoding encoding) {
        if (operand instanceof Label label) {
            fixImmediate(encoding, Operand.address(label), end(encoding), Fixup.Kind.SIGNED);
        } else if (operand instanceof Imm immediate && immediate.label() != null) {
            fixImmediate(encoding, immediate, 0, absolute());
        } else if (operand instanceof Far far && far.label() != null) {
            Imm target = new Imm(far.offset(), far.label());
            fixImmediate(encoding, target, 0, Fixup.Kind.WHOLE);
        } else if (operand instanceof Mem memory && memory.label() != null) {
            fixDisplacement(encoding, memory);
        }
    }

    /** In 64-bit code fields of four bytes are extended by their sign. */
    private Fixup.Kind absolute() {
        return codeSize == 8 ? Fixup.Kind.SIGNED : Fixup.Kind.WHOLE;
    }

    private void fixImmediate(Encoding encoding, Imm target, long origin, Fixup.Kind kind) {
        int at = out.size() + encoding.immediateAt();
        fixups.add(new Fixup(at, encoding.immediateSize(), target, origin, kind));
    }

    private void fixDisplacement(Encoding encoding, Mem memory) {
        int at = out.size() + encoding.displacementAt();
        int size = encoding.displacementSize();
        Imm target = new Imm(memory.displacement(), memory.label());
        boolean free = memory.base() == null && memory.index() == null && memory.segment() == null;
        boolean relative = codeSize == 8 && (free || memory.base() == Reg.RIP);
        long origin = relative ? end(encoding) : 0;
        fixups.add(new Fixup(at, size, target, origin, absolute()));
    }

    /** The address of the instruction behind the one that is about to be emitted. */
    private long end(Encoding encoding) {
        return address() + encoding.bytes().length;
    }

    /**
     * The finished program.
     *
     * @throws IllegalArgumentException if a label is not bound, or its address or distance does not
     *     fit where it is used
     */
    public byte[] bytes() {
        byte[] bytes = out.toByteArray();
        fixups.forEach(fixup -> fixup.apply(bytes, addressOf(fixup.target().label())));
        return bytes;
    }
}
