package dev.ringmaster.testkit.contract;

/** What every backend of the hypervisor must do. */
interface BackendContract extends EquivalenceContract, EndingContract, IsolationContract {}
