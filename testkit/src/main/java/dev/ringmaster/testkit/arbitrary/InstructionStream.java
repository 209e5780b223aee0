package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.isa.Assembler;
import dev.ringmaster.cpu.isa.Disassembler;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Instructions that follow each other.
 *
 * @param codeSize 2, 4 or 8 for 16-bit, 32-bit or 64-bit code
 * @param instructions the instructions in order
 */
public record InstructionStream(int codeSize, List<Instruction> instructions) {

    /** Copies the list. */
    public InstructionStream {
        instructions = List.copyOf(instructions);
    }

    /** The machine code, each instruction in its shortest encoding. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        instructions.forEach(each -> out.writeBytes(Assembler.encode(each)));
        return out.toByteArray();
    }

    /** The disassembly, for the report of a falsified property. */
    @Override
    public String toString() {
        return instructions.stream()
                .map(Disassembler::text)
                .collect(Collectors.joining("; ", 8 * codeSize + "-bit: ", ""));
    }
}
