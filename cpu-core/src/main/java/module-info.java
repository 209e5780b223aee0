/**
 * The processor with its protection rings, and the board it sits on. Knows no vendor's extension.
 */
module dev.ringmaster.cpu {
    exports dev.ringmaster.board;
    exports dev.ringmaster.cpu;
    exports dev.ringmaster.cpu.arch;
    exports dev.ringmaster.cpu.bus;
    exports dev.ringmaster.cpu.engine;
    exports dev.ringmaster.cpu.engine.bound;
    exports dev.ringmaster.cpu.guest;
    exports dev.ringmaster.cpu.instruction;
    exports dev.ringmaster.cpu.isa;
    exports dev.ringmaster.cpu.meaning;
    exports dev.ringmaster.cpu.memory;
    exports dev.ringmaster.cpu.protection;
    exports dev.ringmaster.cpu.rule;
    exports dev.ringmaster.cpu.state;
}
