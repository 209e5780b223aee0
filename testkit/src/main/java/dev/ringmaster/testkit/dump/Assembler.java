package dev.ringmaster.testkit.dump;

/** Makes a state of what a format's labels gave. */
@FunctionalInterface
interface Assembler {

    /**
     * @param format the format's name
     * @param reading what was read
     */
    DumpedState assemble(String format, Reading reading);
}
