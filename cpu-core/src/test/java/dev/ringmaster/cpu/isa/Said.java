package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What an instruction says, apart from how it is encoded: two instructions mean the same if these
 * are equal.
 */
record Said(
        Mnemonic mnemonic,
        List<Integer> sizes,
        int condition,
        int repeat,
        boolean lock,
        List<String> operands,
        List<Object> memory,
        long immediate,
        long immediate2) {

    static Said by(Instruction i) {
        return new Said(
                i.mnemonic(),
                List.of(i.codeSize(), i.operandSize(), i.addressSize()),
                i.condition(),
                i.repeat(),
                i.lock(),
                IntStream.range(0, i.operands())
                        .mapToObj(n -> i.kind(n) + " " + i.register(n) + "/" + i.size(n))
                        .toList(),
                List.of(
                        i.segment(),
                        i.segmentOverridden(),
                        i.base(),
                        i.index(),
                        i.scale(),
                        i.displacement()),
                i.immediate(),
                i.immediate2());
    }
}
