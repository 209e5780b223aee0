/**
 * The consistency rules of VMRUN and #VMEXIT as data ({@link dev.ringmaster.svm.rule.VmrunRule}),
 * the state that they are evaluated on ({@link dev.ringmaster.svm.rule.VmrunState}), and the
 * checker that explains a VMCB ({@link dev.ringmaster.svm.rule.VmrunChecker}). The processor stops
 * at the first violated rule, the checker reports all. Nothing here runs a guest, reads a dump or
 * knows VT-x.
 */
package dev.ringmaster.svm.rule;
