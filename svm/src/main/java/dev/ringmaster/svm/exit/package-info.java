/** The reasons of #VMEXIT. Definitions only; how an exit is taken is not known here. */
package dev.ringmaster.svm.exit;
