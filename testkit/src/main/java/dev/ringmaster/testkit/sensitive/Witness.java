package dev.ringmaster.testkit.sensitive;

/**
 * The experiment that shows a class.
 *
 * @param mode the mode of the processor
 * @param difference the dimension in which the two states differ; {@code ring} for the ring, empty
 *     if one execution alone shows it
 * @param palette what registers and memory held
 * @param bytes the instruction in hexadecimal
 * @param text the instruction in Intel's syntax
 * @param left the first state
 * @param leftOutcome what the instruction did there
 * @param right the second state
 * @param rightOutcome what it did there
 */
public record Witness(
        String mode,
        String difference,
        String palette,
        String bytes,
        String text,
        String left,
        String leftOutcome,
        String right,
        String rightOutcome) {}
