package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Mnemonic;

import java.util.List;

/**
 * One line of a program: what an instruction says before an operand size and an encoding are
 * chosen.
 *
 * @param mnemonic the instruction
 * @param condition its condition if it is a conditional one
 * @param repeat 0 or a repeat prefix
 * @param lock whether LOCK is wanted
 * @param operandSize the operand size, or 0 if the operands say it
 * @param operands the operands in Intel's order
 */
record Statement(
        Mnemonic mnemonic,
        int condition,
        int repeat,
        boolean lock,
        int operandSize,
        List<Operand> operands) {

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(mnemonic.name());
        operands.forEach(operand -> text.append(' ').append(operand));
        return text.toString();
    }
}
