package dev.ringmaster.cpu.guest;

/**
 * What initiates a task switch; the numbers are those of the exit qualification. @sdm Vol. 3C, Exit
 * Qualification for Task Switches
 */
public enum TaskSwitchSource {
    CALL,
    IRET,
    JMP,
    GATE
}
