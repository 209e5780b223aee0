/**
 * The vocabulary of the architecture: bits of the control registers, model-specific register
 * numbers, vectors, faults and the manuals they are taken from. Definitions only: nothing here has
 * state or behaviour of a processor, and nothing here knows of any other package.
 */
package dev.ringmaster.cpu.arch;
